"""What each job of the scheduler did last, kept over what it did before."""

from datetime import timedelta

from pacc_flow.actions import job_runs
from pacc_flow.models import JobRun
from tests.support.cast import NOW, World

LATER = NOW + timedelta(minutes=1)


def test_a_run_begins_ends_and_the_next_one_takes_its_place(world: World):
    job_runs.begin(world.session, "deliver_mail", at=NOW)
    run = world.session.get_one(JobRun, "deliver_mail")
    assert (run.started_at, run.ended_at) == (NOW, None)
    job_runs.end(world.session, "deliver_mail", at=NOW, next_at=LATER, done=3)
    assert (run.ended_at, run.next_at, run.done, run.error) == (NOW, LATER, 3, "")
    job_runs.begin(world.session, "deliver_mail", at=LATER)
    assert (run.started_at, run.ended_at) == (LATER, None)


def test_what_went_wrong_is_kept_up_to_a_length_and_forgotten_once_it_goes_well(world: World):
    job_runs.begin(world.session, "open_due_cuts", at=NOW)
    job_runs.end(world.session, "open_due_cuts", at=NOW, next_at=None, error="No terminó. " * 100)
    run = world.session.get_one(JobRun, "open_due_cuts")
    assert run.error.startswith("No terminó.")
    assert len(run.error) <= 500
    job_runs.begin(world.session, "open_due_cuts", at=LATER)
    job_runs.end(world.session, "open_due_cuts", at=LATER, next_at=None)
    assert run.error == ""
