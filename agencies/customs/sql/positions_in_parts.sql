-- Positions are kept in parts of a week each, so that old ones go away with their part. Run once, on the table as the model makes it.

create table customs_position_in_parts (like customs_position including defaults including identity including constraints)
  partition by range (at);
drop table customs_position;
alter table customs_position_in_parts rename to customs_position;
alter table customs_position add constraint customs_position_pkey primary key (id, at);

-- A position is of one movement, its company and its declaration, or of none: one key of three says so.
alter table customs_movement add constraint a_movement_is_of_one_company_and_declaration unique (id, company_id, declaration_id);
alter table customs_position add constraint a_position_follows_its_movement
  foreign key (movement_id, company_id, declaration_id) references customs_movement (id, company_id, declaration_id);
alter table customs_position add constraint a_position_comes_from_a_device
  foreign key (device_id) references customs_device (id);
