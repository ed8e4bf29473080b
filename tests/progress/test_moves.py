"""Which file was moved where."""

from __future__ import annotations

from collections.abc import Iterable

from planproof.progress.moves import File, moves

STEPS = "".join(f"- [ ] step {n} does something of its own\n" for n in range(9))
CONTENTS = {
    "a": f"# A\n\n{STEPS}".encode(),
    "a-ticked": f"# A\n\n{STEPS}".replace("[ ]", "[x]").encode(),
    "a-half": f"# A, new\n\nOther words here.\n\n{STEPS[:150]}".encode(),
    "b": b"# B\n\nNothing in common.\n",
}


def read(blobs: Iterable[str]) -> dict[str, bytes]:
    return {one: CONTENTS[one] for one in blobs}


def test_the_same_content_goes_to_the_nearest_name() -> None:
    came = [File("archive/2026-01-02-one/tasks.md", "a"), File("archive/2026-01-02-two/tasks.md", "a")]  # fmt: skip
    gone = [File("changes/two/tasks.md", "a"), File("changes/one/tasks.md", "a")]
    assert moves(came, gone, read) == {
        "archive/2026-01-02-one/tasks.md": "changes/one/tasks.md",
        "archive/2026-01-02-two/tasks.md": "changes/two/tasks.md",
    }


def test_moved_renamed_and_ticked_at_once() -> None:
    came = [File("archive/orders.md", "a-ticked"), File("plans/b2.md", "b")]
    gone = [File("plans/idempotent.md", "a")]
    assert moves(came, gone, read) == {"archive/orders.md": "plans/idempotent.md"}


def test_moved_and_reworded_under_its_own_name() -> None:
    came = [File("archive/orders.md", "a-half")]
    assert moves(came, [File("plans/orders.md", "a")], read) == {
        "archive/orders.md": "plans/orders.md"
    }


def test_other_content_is_another_file_even_in_the_same_commit() -> None:
    assert moves([File("x/tasks.md", "b")], [File("y/tasks.md", "a")], read) == {}


def test_nothing_is_read_where_contents_are_equal() -> None:
    def unread(blobs: Iterable[str]) -> dict[str, bytes]:
        raise AssertionError(blobs)

    assert moves([File("b.md", "a")], [File("a.md", "a")], unread) == {"b.md": "a.md"}


def test_a_new_plan_of_the_same_template_is_not_the_old_one() -> None:
    head = "# Plan\n\n## Summary\n\n## Incremental Implementation Checklist\n\n"
    contents = {"one": f"{head}- [ ] read\n".encode(), "two": f"{head}- [ ] ship\n".encode()}
    came, gone = [File("plans/new.md", "two")], [File("plans/old.md", "one")]
    assert moves(came, gone, lambda _: contents) == {}


def test_hundreds_that_are_renamed_at_once_with_a_small_edit_each_are_followed() -> None:
    contents = {}
    came, gone, wanted = [], [], {}
    for number in range(400):
        own = "".join(f"- [ ] {word} the part {number * 3 + n}\n" for n, word in enumerate(("write", "read", "ship")))  # fmt: skip
        text = f"# Part {number}\n\n## Steps\n\n{own}"
        contents[f"old-{number}"] = f"id: task-{number}\n{text}".encode()
        contents[f"new-{number}"] = f"id: back-{number}\n{text}".encode()
        gone.append(File(f"tasks/task-{number} - Part-{number}.md", f"old-{number}"))
        came.append(File(f"done/back-{number} - Part-{number}.md", f"new-{number}"))
        wanted[came[-1].path] = gone[-1].path
    assert moves(came, gone, lambda _: contents) == wanted


def test_hundreds_of_files_of_one_name_are_told_apart_by_their_folders() -> None:
    contents = {}
    came, gone, wanted = [], [], {}
    for number in range(150):
        text = "".join(f"- [ ] step {n} as in every plan\n" for n in range(9))
        contents[f"old-{number}"] = text.encode()
        contents[f"new-{number}"] = f"{text}\nArchived as {number}.\n".encode()
        gone.append(File(f"changes/part-{number:03}/tasks.md", f"old-{number}"))
        came.append(File(f"changes/archive/2026-01-02-part-{number:03}/tasks.md", f"new-{number}"))
        wanted[came[-1].path] = gone[-1].path
    assert moves(came, gone, lambda _: contents) == wanted
