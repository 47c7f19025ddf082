"""Reading the `signup:` table: what a writer sees when it is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebuilder.config import yaml
from voicebuilder.errors import UsageError
from voicebuilder.model.signup import SignupForm
from voicebuilder.signup import BY_NAME
from voicebuilder.signup import read as read_or_raise
from voicebuilder.text.urls import Base

FILE = "voicebuilder.yaml"
BASE = Base.of("https://me.example")
UUID = "6fd0fbb2-3b1c-4e0e-9d1f-0a5d6b7c8e9f"
MAILCHIMP = "https://me.us1.list-manage.com/subscribe/post"


def read(node, path, base):
    """The form and no problems, or None and the problems."""
    try:
        return read_or_raise(node, path, base), ()
    except UsageError as error:
        return None, error.problems


def signup(keys: str) -> tuple[SignupForm | None, list[str]]:
    mapping, faults = yaml.parse("title: A\nsignup:\n" + "".join(f"  {line}\n" for line in keys.splitlines()))
    assert not faults
    node = mapping.items["signup"]
    assert isinstance(node, yaml.Mapping)
    form, problems = read(node, FILE, BASE)
    return form, [str(problem) for problem in problems]


def test_without_a_table_there_is_no_form_and_no_problem():
    assert read(None, FILE, BASE) == (None, ())


@pytest.mark.parametrize(
    ("keys", "place", "message", "hint"),
    [
        ("provider: buttondwon\nusername: x", "3:13", "there is no sign-up provider `buttondwon`", "buttondown`?"),
        ("provider: MailChimp2", "3:13", "there is no sign-up provider `MailChimp2`", "`provider: mailchimp`?"),
        ("provider: carrier-pigeon", "3:13", "there is no sign-up provider `carrier-pigeon`", "`web3forms`."),
        ("provider: a b", "3:13", 'must be letters, digits, `-` and `_` (it is "a b")', "`buttondown`"),
        ("provider: [kit]", "3:13", "`signup.provider` must be", "one of `beehiiv`"),
        ("username: my-letter", "3:3", "the key `signup.provider` is missing", "Write `provider:` and one of"),
        ("provider:", "3:3", "the key `signup.provider` is missing", "one of"),
        (
            "provider: buttondown",
            "3:3",
            "the key `signup.username` is missing",
            "Add `username: my-letter`. The last part of your newsletter's address.",
        ),
        ("provider: buttondown\nusernmae: x", "4:3", "unknown key `signup.usernmae`", "Did you mean `username`?"),
        (
            "provider: buttondown\nusername: https://buttondown.com/me",
            "4:13",
            "`signup.username` must be letters, digits, `-` and `_`",
            "`username: my-letter`",
        ),
        ("provider: kit\nform: my form", "4:9", "`signup.form` must be digits", "`form: 1234567`"),
        ("provider: ghost\nurl: http://me.example", "4:8", "`signup.url` must be an address that begins with", "https"),
        ("provider: own\nurl: http://list.example.org", "4:8", "(http:// only for localhost)", "`url: https://list"),
        ("provider: own\nurl: https://list.example.org/?a", "4:8", "without `?` and `#`", "`url: https://list"),
        (
            f"provider: listmonk\nurl: https://l.example\nlists: {UUID}",
            "5:10",
            "must be a list of at least 1 item",
            "[",
        ),
        (f"provider: listmonk\nurl: https://l.example\nlists: [{UUID}, x]", "5:49", "`signup.lists[2]` must be", UUID),
        ("provider: listmonk\nurl: https://l.example\nlists: []", "5:10", "must be a list of at least 1 item", "["),
        (
            "provider: netlify\nprivacy: privacy",
            "4:12",
            "`signup.privacy` must be a site path or",
            "`privacy: /privacy/`",
        ),
        ("provider: netlify\nprivacy: //evil.example/", "4:12", "`signup.privacy` must be", "/privacy/"),
        (
            "provider: netlify\nconsent: ''",
            "4:12",
            "`signup.consent` must be text of at least 1 character",
            "unsubscribe",
        ),
        ("provider: mailchimp", "3:3", "`signup`: the key `url` is missing", "Copy the form's address"),
        (f"provider: mailchimp\nurl: {MAILCHIMP}?id=4d", "3:3", "`url` lacks `u=…` or `id=…`", "Copy"),
        (f"provider: mailchimp\nurl: {MAILCHIMP}?u=1&id=2\nu: 1", "3:3", "`url` already says", "Keep only `url`."),
        ("provider: mailchimp\nu: 1\nid: 2", "3:3", "`dc` must stand beside `u`", "Copy"),
        ("provider: mailchimp\nurl: https://evil.example/subscribe/post?u=1&id=2", "4:8", "Mailchimp's embed", "url:"),
        ("provider: mailcoach\nurl: https://me.mailcoach.app/", "4:8", "the address in Mailcoach's form code", "url:"),
        ("provider: buttondown\nusername: a\ntags: [a;b]", "5:10", "`signup.tags[1]` must be a tag without", "Write"),
        ("provider: mailchimp\ndc: us1\nu: 1\nid: 2\ntags: [blog]", "7:10", "`signup.tags[1]` must be digits", "Write"),
    ],
)
def test_p7_names_the_key_its_place_and_what_to_type(keys, place, message, hint):
    form, problems = signup(keys)
    assert form is None
    (problem,) = problems
    said, _, advice = problem.partition(". ")
    assert said.startswith(f"{FILE}:{place}: error: ")
    assert message in said
    assert hint in advice


def test_p7_all_faults_of_the_table_at_once():
    _, problems = signup("provider: mailerlite\naccount: x\nprivacy: nowhere\nbogus: 1")
    places = [problem.split(": error")[0] for problem in problems]
    assert places == [f"{FILE}:3:3", f"{FILE}:4:12", f"{FILE}:5:12", f"{FILE}:6:3"]


@pytest.mark.parametrize(
    "keys",
    [
        f"url: {MAILCHIMP}?u=1a&id=2b",
        f"url: {MAILCHIMP}?u=1a&amp;id=2b",
        f"url: {MAILCHIMP.removesuffix('/post')}?u=1a&id=2b",
        "dc: me.us1\nu: 1a\nid: 2b",
    ],
)
def test_mailchimp_takes_the_address_as_copied_or_its_parts(keys):
    form, problems = signup(f"provider: mailchimp\n{keys}")
    assert problems == []
    assert form.action == f"{MAILCHIMP}?u=1a&id=2b"
    assert form.honeypot == "b_1a_2b"


@pytest.mark.parametrize("url", ["http://localhost:8025", "http://127.0.0.1:8025/", "http://[::1]:8025"])
def test_own_may_be_plain_http_on_this_machine(url):
    form, problems = signup(f"provider: own\nurl: {url}")
    assert problems == []
    assert form.action == f"{url.rstrip('/')}/subscribe"


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost.evil.example",
        "http://localhost@evil.example",
        "https://a.example:99x",
        "https://",
        "https://-",
    ],
)
def test_own_is_not_fooled(url):
    assert signup(f"provider: own\nurl: '{url}'")[0] is None


def test_substack_knows_names_and_domains():
    assert signup("provider: substack\npublication: me")[0].action.startswith("https://me.substack.com/")
    assert signup("provider: substack\npublication: letter.me.example")[0].action.startswith(
        "https://letter.me.example/"
    )


def test_a_privacy_page_elsewhere_stays_as_written():
    form, _ = signup("provider: netlify\nprivacy: https://other.example/privacy?a=1#b")
    assert form.privacy == "https://other.example/privacy?a=1#b"


def test_a_privacy_path_is_percent_encoded_once():
    assert signup("provider: netlify\nprivacy: /datenschutzerklärung/")[0].privacy == "/datenschutzerkl%C3%A4rung/"
    assert signup("provider: netlify\nprivacy: /a%20b/")[0].privacy == "/a%20b/"


def test_optional_source_fields_are_left_out_until_named():
    assert signup("provider: kit\nform: 1")[0].source_field == ""
    assert signup("provider: mailerlite\naccount: 1\nform: 2")[0].source_field == ""


nodes = st.recursive(
    st.builds(yaml.Scalar, st.text(max_size=30), st.just(1), st.just(1), quoted=st.booleans()),
    lambda inner: st.builds(yaml.Sequence, st.lists(inner, max_size=3).map(tuple), st.just(1), st.just(1)),
    max_leaves=4,
)
KEYS = sorted({field for provider in BY_NAME.values() for field in provider.options.__struct_fields__})


@given(name=st.sampled_from(sorted(BY_NAME)), items=st.dictionaries(st.sampled_from(KEYS) | st.text(), nodes))
def test_never_raises_and_gives_a_form_or_problems(name, items):
    table = {"provider": yaml.Scalar(name, 1, 1, quoted=False), **items}
    form, problems = read(yaml.Mapping(table, {}, 1, 1), FILE, BASE)
    assert (form is None) == bool(problems)
