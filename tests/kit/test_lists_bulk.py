"""Acts on many rows: what the preview says, what the job does, refuses, repeats and leaves when it is cancelled."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from roadbook.apps.identity import actions as access
from roadbook.apps.identity.enums import Role
from roadbook.apps.identity.models import User
from roadbook.apps.leasing import actions as contracts
from roadbook.apps.leasing.models import Contract
from roadbook.apps.organisation.models import Company
from roadbook.apps.timeline.models import Entry
from roadbook.kit import jobs, lists
from roadbook.kit.errors import Refused
from roadbook.kit.lists import bulk
from roadbook.kit.models import AuditEntry, BulkRun, Job, JobState
from roadbook.kit.testing import run_jobs
from tests.factories import identity, leasing, organisation, receivables, vehicles, views

pytestmark = pytest.mark.django_db
KEY = "leasing.contracts"


@pytest.fixture
def of() -> Company:
    return receivables.company()


@pytest.fixture
def boss(of: Company, client: Client) -> User:
    user = identity.staff(of, Role.BACK_OFFICE)
    client.force_login(user)
    return user


def preview(user: User, code: str, query: str = "", **values: Any) -> bulk.Preview:
    table = lists.find(KEY)
    action = next(one for one in table.bulk_for(user) if one.code == code)
    return bulk.preview(action, lists.narrowed(table, user, query), user, values)


def notes() -> list[tuple[str, str]]:
    return list(Entry.objects.filter(kind="note").order_by("subject").values_list("subject", "text"))


def test_acts_are_offered_to_who_holds_the_permission(of: Company, boss: User):
    table = lists.find(KEY)
    assert [one.code for one in table.bulk_for(boss)] == ["hand-over", "note"]
    assert [one.code for one in table.bulk_for(identity.staff(of, Role.MANAGER))] == ["note"]
    assert [one.code for one in lists.find("leasing.products").bulk_for(boss)] == []
    assert [one.code for one in lists.find("vehicles.vehicles").bulk_for(boss)] == ["note"]


def test_preview_counts_who_is_done_and_who_is_refused(of: Company, boss: User):
    broker = identity.staff(of, Role.BROKER)
    mine, _active = leasing.draft(of), leasing.active(of)
    contracts.hand_over(contract=mine, broker=broker, by=boss)
    contracts.cancel(contract=leasing.draft(of), by=boss)
    assert preview(boss, "hand-over") == bulk.Preview(2, (("This contract is over.", 1),))
    assert preview(boss, "hand-over", broker=broker) == bulk.Preview(
        1, (("This contract is over.", 1), ("This broker looks after it already.", 1))
    )


def test_run_does_what_it_can_and_reports_the_rest(of: Company, boss: User):
    broker = identity.staff(of, Role.BROKER)
    first, second = leasing.draft(of), leasing.active(of)
    over = contracts.cancel(contract=leasing.draft(of), by=boss)
    run = views.run(boss, KEY, "hand-over", broker=broker.pk)
    (job,) = run_jobs()
    run.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {"done": 2, "failed": 1, "bulk_run": run.pk})
    assert (job.total, job.done, job.failed) == (3, 2, 1)
    assert run.refused == [{"pk": over.pk, "title": over.number, "reason": "This contract is over."}]
    assert set(Contract.objects.filter(broker=broker)) == {first, second}
    assert AuditEntry.objects.filter(action="leasing.contract.hand_over", actor_id=boss.pk).count() == 2
    assert AuditEntry.objects.get(action="kit.bulk.start").changes["list"] == [None, KEY]


def test_run_works_on_the_query_and_leaves_what_came_later(of: Company, boss: User):
    draft = leasing.draft(of)
    leasing.active(of)
    views.run(boss, KEY, query="state=draft", text="Липсва полица.")
    leasing.draft(of)
    run_jobs()
    assert notes() == [(f"leasing.contract:{draft.pk}", "Липсва полица.")]


def test_rows_that_leave_the_query_by_the_act_are_all_done(of: Company, boss: User, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bulk, "CHUNK", 2)
    old, new = identity.staff(of, Role.BROKER), identity.staff(of, Role.BROKER)
    for _ in range(5):
        contracts.hand_over(contract=leasing.draft(of), broker=old, by=boss)
    views.run(boss, KEY, "hand-over", query=f"broker={old.pk}", broker=new.pk)
    run_jobs()
    assert Contract.objects.filter(broker=new).count() == 5


def test_other_company_s_rows_are_never_touched(of: Company, boss: User):
    leasing.draft(of)
    foreign = leasing.draft(receivables.company())
    views.run(boss, KEY, query=f"ids={foreign.pk}.{foreign.pk - 1}")
    run_jobs()
    assert f"leasing.contract:{foreign.pk}" not in [subject for subject, _text in notes()]
    with pytest.raises(bulk.BulkRefused):
        views.run(boss, KEY, query=f"ids={foreign.pk}")
    with pytest.raises(bulk.BulkRefused):
        views.run(boss, KEY, query="ids=everything")
    assert BulkRun.objects.count() == 1


def test_broker_of_another_company_is_no_choice(of: Company, boss: User, client: Client):
    leasing.draft(of)
    stranger = identity.staff(receivables.company(), Role.BROKER)
    url = reverse("lists:bulk_form", args=[KEY, "hand-over"])
    answer = client.post(url, {"broker": stranger.pk})
    assert answer.status_code == 422
    assert not BulkRun.objects.exists()


def test_cancelled_run_keeps_what_is_done_and_goes_no_further(of: Company, boss: User, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(bulk, "CHUNK", 1)
    for _ in range(3):
        leasing.draft(of)
    run = views.run(boss, KEY)
    write = bulk._do

    def write_and_cancel(*args: Any) -> tuple[int, int]:
        done = write(*args)
        jobs.cancel(run.job, by=boss)
        return done

    monkeypatch.setattr(bulk, "_do", write_and_cancel)
    (job,) = run_jobs()
    assert (job.state, len(notes())) == (JobState.CANCELLED, 1)


def test_run_that_was_interrupted_goes_on_and_does_no_row_twice(of: Company, boss: User, monkeypatch):
    monkeypatch.setattr(bulk, "CHUNK", 2)
    for _ in range(5):
        leasing.draft(of)
    run = views.run(boss, KEY)
    write, calls = bulk._do, []

    def write_twice_then_fail(*args: Any) -> tuple[int, int]:
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("the machine stumbles")
        return write(*args)

    monkeypatch.setattr(bulk, "_do", write_twice_then_fail)
    jobs.run(run.job_id)
    assert len(notes()) == 2
    jobs.run(run.job_id)
    assert (Job.objects.get(pk=run.job_id).state, len(notes()), len(set(notes()))) == (JobState.DONE, 5, 5)


def test_row_that_is_refused_leaves_nothing_behind(of: Company, boss: User):
    leasing.draft(of)

    def act(user: Any, row: Contract, values: lists.Values) -> None:
        Contract.objects.filter(pk=row.pk).update(version=77)
        raise Refused("no")

    run = views.run(boss, KEY)
    odd = lists.BulkAction("odd", "Odd", "note.write", act)
    assert bulk._do(run, odd, list(Contract.objects.all()), boss, {}) == (0, 1)
    assert not Contract.objects.filter(version=77).exists()
    assert run.reasons == {"no": 1}


def test_run_of_somebody_who_may_no_longer_is_given_up(of: Company, boss: User):
    leasing.draft(of)
    views.run(boss, KEY)
    access.deactivate_user(user=boss, by=None)
    (job,) = run_jobs()
    assert (job.state, job.error, notes()) == (JobState.DEAD, "You may no longer do this.", [])


# ---- Screens


def test_ticked_rows_become_an_address(of: Company, boss: User, client: Client):
    one, _two, three = leasing.draft(of), leasing.draft(of), leasing.draft(of)
    url = reverse("lists:bulk_form", args=[KEY, "note"])
    listed = {"in": "state=draft&view=3", "id": [one.pk, three.pk, "x"]}
    assert client.get(url, listed)["Location"] == f"{url}?state=draft&ids={one.pk}.{three.pk}"
    assert client.get(url, {**listed, "all": "1"})["Location"] == f"{url}?state=draft"
    assert client.get(url, {"in": "state=draft"})["Location"] == "/contracts/?state=draft"


def test_act_is_previewed_started_watched_and_cancelled(of: Company, boss: User, client: Client):
    drafts = [leasing.draft(of) for _ in range(2)]
    url = reverse("lists:bulk_form", args=[KEY, "note"]) + f"?ids={drafts[0].pk}"
    assert client.get(url).context["preview"] == bulk.Preview(1, ())
    assert client.post(url, {"text": ""}).status_code == 422
    answer = client.post(url, {"text": "Обади се."})
    run = BulkRun.objects.get()
    assert answer["Location"] == reverse("lists:bulk_run", args=[KEY, run.pk])
    assert "every 2s" in client.get(answer["Location"]).content.decode()
    client.post(reverse("lists:bulk_cancel", args=[KEY, run.pk]))
    assert Job.objects.get().state == JobState.CANCELLED
    assert "every 2s" not in client.get(answer["Location"], headers={"HX-Request": "true"}).content.decode()
    assert run_jobs() == []


def test_double_click_starts_one_run(of: Company, boss: User, client: Client):
    leasing.draft(of)
    url = reverse("lists:bulk_form", args=[KEY, "note"])
    sent = {"text": "Обади се.", "form_token": "one-form"}
    assert client.post(url, sent)["Location"] == client.post(url, sent)["Location"]
    assert BulkRun.objects.count() == 1


def test_run_is_nobody_else_s(of: Company, boss: User, client: Client):
    leasing.draft(of)
    run = views.run(boss, KEY)
    client.force_login(identity.staff(of, Role.BACK_OFFICE))
    assert client.get(reverse("lists:bulk_run", args=[KEY, run.pk])).status_code == 404
    assert client.post(reverse("lists:bulk_cancel", args=[KEY, run.pk])).status_code == 404
    assert Job.objects.get().state == JobState.QUEUED


def test_act_that_is_not_offered_is_not_there(of: Company, client: Client):
    client.force_login(identity.staff(of, Role.MANAGER))
    assert client.get(reverse("lists:bulk_form", args=[KEY, "hand-over"])).status_code == 404
    client.force_login(identity.staff(of, Role.HOSTESS))
    assert client.get(reverse("lists:bulk_form", args=[KEY, "note"])).status_code == 403


def test_note_is_written_on_vehicles_too(of: Company, boss: User):
    cars = [vehicles.vehicle(of) for _ in range(2)]
    views.run(boss, "vehicles.vehicles", text="Гуми.")
    run_jobs()
    assert notes() == [(f"vehicles.vehicle:{car.pk}", "Гуми.") for car in cars]


# ---- Handing over


@pytest.mark.parametrize("case", ["over", "same", "elsewhere", "other branch", "no broker"])
def test_contract_is_not_handed(of: Company, boss: User, case: str):
    contract = leasing.draft(of)
    broker = {
        "over": lambda: identity.staff(of, Role.BROKER),
        "same": lambda: contract.broker,
        "elsewhere": lambda: identity.staff(receivables.company(), Role.BROKER),
        "other branch": lambda: identity.staff(of, Role.BROKER, branch=organisation.branch(of)),
        "no broker": lambda: identity.staff(of, Role.CASHIER),
    }[case]()
    if case == "over":
        contract = contracts.cancel(contract=contract, by=boss)
    before = AuditEntry.objects.count(), Entry.objects.count()
    with pytest.raises(contracts.HandingRefused):
        contracts.hand_over(contract=contract, broker=broker, by=boss)
    contract.refresh_from_db()
    assert (AuditEntry.objects.count(), Entry.objects.count()) == before


def test_contract_is_handed_and_its_feed_says_so(of: Company, boss: User):
    contract, broker = leasing.draft(of), identity.staff(of, Role.BROKER, name="Нова Брокерка")
    handed = contracts.hand_over(contract=contract, broker=broker, by=boss)
    assert (handed.broker, handed.version) == (broker, contract.version + 1)
    assert Entry.objects.filter(params__broker="Нова Брокерка").count() == 1


def test_values_are_kept_as_they_were_sent():
    sent = QueryDict("text=a&form_token=b&csrfmiddlewaretoken=c&text=d")
    assert bulk._sent({"text": sent.getlist("text")}).getlist("text") == ["a", "d"]
