from django.test import Client


def test_every_component_is_on_one_page(client: Client) -> None:
    answer = client.get("/components/")
    assert answer.status_code == 200
