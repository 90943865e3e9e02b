from multiprocessing import get_context

from moodarc.parallel.worker import serve


def test_a_parent_that_ends_with_an_answer_unread_ends_the_worker_in_silence(capfd):
    """The connection is then reset, which is no fault of the worker's."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    worker = context.Process(target=serve, args=(theirs, len, None))
    worker.start()
    theirs.close()
    assert ours.poll(20)  # it says that it is ready, and nobody reads it
    ours.close()
    worker.join(20)
    assert worker.exitcode == 0
    assert capfd.readouterr().err == ""
