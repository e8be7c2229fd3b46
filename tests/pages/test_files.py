"""Files, folders and standard input as pages."""

import hashlib
import io
import os
import types

import pytest

from sayso.errors import NotFoundError, PageError, TooLargeError
from sayso.pages import PageRef, open_page, page_refs

LIMIT = 10_000_000


def plant(folder, *names):
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def names(refs):
    return [(ref.name, ref.error) for ref in refs]


def test_a_file_becomes_a_page(tmp_path):
    file = tmp_path / "column.html"
    file.write_bytes(b"<p>caf\xe9</p>\r\n")
    page = open_page(str(file))
    assert page.name == str(file)
    assert page.content == b"<p>caf\xe9</p>\r\n"
    assert page.content_type == "text/html"
    assert page.sha256 == hashlib.sha256(b"<p>caf\xe9</p>\r\n").hexdigest()
    assert page.url is None
    assert page.declared_charset is None
    assert page.fetched_at.utcoffset() is not None


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("a.html", "text/html"),
        ("a.HTM", "text/html"),
        ("a.xhtml", "application/xhtml+xml"),
        ("a.txt", "text/plain"),
        ("a.md", "text/markdown"),
        ("a.markdown", "text/markdown"),
        ("a.page", ""),
        ("a", ""),
    ],
)
def test_content_type_comes_from_the_suffix(tmp_path, name, content_type):
    plant(tmp_path, name)
    assert open_page(tmp_path / name).content_type == content_type


def test_a_path_a_name_and_a_reference_open_the_same_page(tmp_path):
    plant(tmp_path, "a.txt")
    path = tmp_path / "a.txt"
    assert {open_page(given).sha256 for given in (path, str(path), PageRef(str(path)))} == {
        hashlib.sha256(b"a.txt").hexdigest()
    }


@pytest.mark.parametrize("name", ["missing.html", "missing/a.html", "a b.txt", "café 🚢.txt"])
def test_a_missing_file_is_not_found(tmp_path, name):
    with pytest.raises(NotFoundError, match="no such file") as caught:
        open_page(tmp_path / name)
    assert caught.value.page == str(tmp_path / name)


def test_a_name_that_looks_like_a_web_address_is_answered_with_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotFoundError, match=r"https://osterbypost\.example/harbour"):
        open_page("osterbypost.example/harbour")


def test_an_empty_name_is_not_found():
    with pytest.raises(NotFoundError, match="empty"):
        open_page("")


def test_a_folder_is_no_page(tmp_path):
    with pytest.raises(NotFoundError, match="folder"):
        open_page(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_on_disk_is_refused_rather_than_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(PageError, match="no ordinary file"):
        open_page(tmp_path / "pipe.txt")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_leave_to_read_says_so(tmp_path):
    plant(tmp_path, "locked.txt")
    (tmp_path / "locked.txt").chmod(0)
    with pytest.raises(PageError, match="cannot be opened: Permission denied"):
        open_page(tmp_path / "locked.txt")


@pytest.mark.parametrize(
    "name", ["a\x00b.txt", "x" * 5000 + ".txt", "file.txt/below.txt"], ids=["nul", "long", "below-a-file"]
)
def test_a_name_that_no_system_can_open_is_a_page_error(tmp_path, name):
    plant(tmp_path, "file.txt")
    with pytest.raises(PageError) as caught:
        open_page(f"{tmp_path}/{name}")
    assert caught.value.page == f"{tmp_path}/{name}"


@pytest.mark.parametrize(("size", "fits"), [(LIMIT, True), (LIMIT + 1, False)])
def test_the_limit_is_ten_million_bytes(tmp_path, size, fits):
    file = tmp_path / "large.txt"
    with file.open("wb") as handle:
        handle.truncate(size)
    if fits:
        assert len(open_page(file).content) == size
    else:
        with pytest.raises(TooLargeError, match="10,000,000"):
            open_page(file)


def given_on_standard_input(monkeypatch, content):
    monkeypatch.setattr("sys.stdin", types.SimpleNamespace(buffer=io.BytesIO(content)))


def test_standard_input_is_a_page(monkeypatch):
    given_on_standard_input(monkeypatch, b"\xefThe harbour")
    page = open_page("-")
    assert (page.name, page.content, page.content_type) == ("-", b"\xefThe harbour", "")


def test_standard_input_has_the_same_limit(monkeypatch):
    given_on_standard_input(monkeypatch, bytes(LIMIT + 1))
    with pytest.raises(TooLargeError):
        open_page("-")


def test_a_folder_spreads_into_its_pages_sorted_and_recursively(tmp_path):
    plant(
        tmp_path,
        "b.txt",
        "a.html",
        "c/e.md",
        "c/d.htm",
        "c/f/g.xhtml",
        "picture.png",
        "notes.doc",
        ".hidden.html",
        "B.TXT",
    )
    assert names(page_refs([tmp_path])) == [
        (os.path.join(tmp_path, name), None)
        for name in ("B.TXT", "a.html", "b.txt", "notes.doc", "c/d.htm", "c/e.md", "c/f/g.xhtml")
    ]


def test_names_keep_their_order_and_are_not_opened_yet(tmp_path):
    plant(tmp_path, "pages/a.txt")
    given = ["-", "https://osterbypost.example/", str(tmp_path / "pages"), str(tmp_path / "missing.html"), "-"]
    assert names(page_refs(given)) == [
        ("-", None),
        ("https://osterbypost.example/", None),
        (os.path.join(tmp_path, "pages", "a.txt"), None),
        (str(tmp_path / "missing.html"), None),
        ("-", None),
    ]


@pytest.mark.parametrize("inside", [(), ("picture.png",), (".hidden.html",)])
def test_a_folder_without_pages_is_one_failure(tmp_path, inside):
    plant(tmp_path, *inside)
    (ref,) = page_refs([tmp_path])
    assert ref.name == str(tmp_path)
    assert isinstance(ref.error, NotFoundError)
    with pytest.raises(NotFoundError, match="holds no page"):
        open_page(ref)


def test_a_link_to_nowhere_in_a_folder_fails_when_it_is_opened(tmp_path):
    (tmp_path / "gone.html").symlink_to(tmp_path / "nowhere.html")
    (ref,) = page_refs([tmp_path])
    with pytest.raises(NotFoundError):
        open_page(ref)


def test_a_link_back_to_its_own_folder_is_not_followed_for_ever(tmp_path):
    plant(tmp_path, "a.txt")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(list(page_refs([tmp_path]))) == 1


def test_no_names_give_no_pages():
    assert list(page_refs([])) == []
