-- Customs leads every transit, so its officers see every movement but those of companies of their own. Asking that of the row
-- itself, and first, spares a look at the declaration of each of thousands of movements.

drop policy if exists seen on customs_movement;
create policy seen on customs_movement for select to portal_app using (
  company_id = any ((select sw_companies())::bigint[])
  or ('customs' = any ((select sw_agencies())::varchar[]) and not company_id = any ((select sw_barred())::bigint[]))
  or sw_officer_sees(declaration_id));

do $$
declare t text;
begin
  foreach t in array array['customs_alarm', 'customs_watch', 'customs_intervention'] loop
    execute format('drop policy if exists seen on %I', t);
    execute format($p$create policy seen on %I for select to portal_app using (
      'customs' = any ((select sw_agencies())::varchar[]) and not company_id = any ((select sw_barred())::bigint[]))$p$, t);
  end loop;
end $$;
