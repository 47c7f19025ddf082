"""The contract that every provider keeps, and the form that each one gives: `golden/<provider>.txt`.

A golden file holds the `signup:` table, a line `---`, and the form as a theme would write it.
"""

import re
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from voicebuilder.config import yaml
from voicebuilder.errors import UsageError
from voicebuilder.model.signup import SignupForm, SignupLink
from voicebuilder.signup import BY_NAME, PROVIDERS
from voicebuilder.signup import read as read_or_raise
from voicebuilder.text.urls import Base

GOLDEN = Path(__file__).parent / "golden"
BASE = Base.of("https://me.example/blog/")
THANKS = "https://me.example/blog/subscribe/thanks/"
LINKS = {"beehiiv", "emailoctopus", "ghost"}
WITH_HONEYPOT = {
    *("brevo", "formspree", "keila", "listmonk", "mailchimp", "mailcoach"),
    *("netlify", "own", "web3forms"),
}
WITH_SOURCE = {
    *("brevo", "buttondown", "formspree", "keila", "kit", "mailchimp", "mailerlite"),
    *("netlify", "own", "substack", "web3forms"),
}
LEADS_BACK = {"formspree", "listmonk", "mailcoach", "netlify", "web3forms"}

every_provider = pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.name)
every_form = pytest.mark.parametrize("name", sorted(BY_NAME.keys() - LINKS))


def read(node, path, base):
    """The form and no problems, or None and the problems."""
    try:
        return read_or_raise(node, path, base), ()
    except UsageError as error:
        return None, error.problems


def golden(name: str) -> tuple[str, str]:
    table, _, html = (GOLDEN / f"{name}.txt").read_text("utf-8").partition("---\n")
    return table, html


def signup(table: str) -> yaml.Mapping:
    mapping, faults = yaml.parse(table)
    assert not faults
    node = mapping.items["signup"]
    assert isinstance(node, yaml.Mapping)
    return node


def made(name: str) -> SignupForm | SignupLink:
    form, problems = read(signup(golden(name)[0]), "voicebuilder.yaml", BASE)
    assert problems == ()
    assert form is not None
    return form


def rendered(form: SignupForm | SignupLink) -> str:
    """As simple as a template can write it."""
    privacy = f' <a href="{escape(form.privacy)}">Privacy</a>' if form.privacy else ""
    note = f"<p>{escape(form.consent)}{privacy}</p>\n" if form.consent or privacy else ""
    if isinstance(form, SignupLink):
        return f'<a href="{escape(form.url)}">Subscribe with {escape(form.provider)}</a>\n{note}'
    attributes = [("method", "post"), ("action", form.action), *form.attributes]
    attributes += [("target", "_blank")] if form.new_tab else []
    hidden = [*form.hidden, *([(form.source_field, "/posts/hello/")] if form.source_field else [])]
    lines = [
        "<form" + "".join(f' {name}="{escape(value)}"' for name, value in attributes) + ">",
        f'<input type="email" name="{escape(form.email_field)}" required>',
        *(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in hidden),
        *([f'<input type="text" name="{escape(form.honeypot)}" tabindex="-1">'] if form.honeypot else []),
        f"<button>Subscribe with {escape(form.provider)}</button>",
        *([note.rstrip()] if note else []),
        "</form>",
    ]
    return "\n".join(lines) + "\n"


@every_provider
def test_gives_the_golden_form(provider):
    assert rendered(made(provider.name)) == golden(provider.name)[1]


def test_every_golden_file_has_its_provider():
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted(BY_NAME)


def test_the_table_is_in_order_and_names_are_unique():
    names = [provider.name for provider in PROVIDERS]
    assert names == sorted(set(names))
    assert all(re.fullmatch("[a-z0-9]+", name) for name in names)


@every_provider
def test_lives_in_a_file_of_its_own(provider):
    assert provider.form.__module__ == provider.options.__module__ == f"voicebuilder.signup.{provider.name}"


@every_provider
def test_is_a_link_only_where_the_service_needs_scripts(provider):
    assert isinstance(made(provider.name), SignupLink) == (provider.name in LINKS)


@every_provider
def test_is_labelled_for_people(provider):
    assert made(provider.name).provider == provider.label


@every_provider
def test_goes_to_https_or_stays_on_the_site(provider):
    form = made(provider.name)
    url = urlsplit(form.url if isinstance(form, SignupLink) else form.action)
    if provider.name == "netlify":
        assert (url.scheme, url.netloc, url.path) == ("", "", "/blog/subscribe/thanks/")
    else:
        assert url.scheme == "https"
        assert url.hostname


@every_provider
def test_values_are_plain_text_without_markup_or_script(provider):
    form = made(provider.name)
    values = [getattr(form, field) for field in form.__dataclass_fields__]
    pairs = [*form.hidden, *form.attributes] if isinstance(form, SignupForm) else []
    texts = [value for value in values if isinstance(value, str)] + [text for pair in pairs for text in pair]
    assert not [text for text in texts if re.search(r"[<>\"]|&amp;|javascript:|\.js\b", text)]
    assert not [name for name, _ in pairs if name.startswith("on")]


@every_form
def test_fields_have_distinct_names(name):
    form = made(name)
    repeated = {"l", "tag"}  # what listmonk and Buttondown take more than once
    names = [field for field, _ in form.hidden if field not in repeated]
    names += [field for field in (form.email_field, form.source_field, form.honeypot) if field]
    assert form.email_field
    assert len(names) == len(set(names))


@every_form
def test_has_a_honeypot_where_the_service_knows_one(name):
    assert bool(made(name).honeypot) == (name in WITH_HONEYPOT)


@every_form
def test_says_where_somebody_subscribed_where_the_service_can_keep_it(name):
    assert bool(made(name).source_field) == (name in WITH_SOURCE)


@every_form
def test_leads_back_to_the_thanks_page_where_the_service_can(name):
    form = made(name)
    targets = {value for _, value in form.hidden} | {f"https://me.example{form.action}"}
    assert (THANKS in targets) == (name in LEADS_BACK)


@every_provider
def test_shared_keys_reach_the_form(provider):
    table = golden(provider.name)[0].rstrip() + "\n  privacy: /privacy/#mail\n  consent: Monthly, <b>really</b>.\n"
    form, problems = read(signup(re.sub(r"\n  privacy: /privacy/(?=\n)", "", table, count=1)), "v.yaml", BASE)
    assert problems == ()
    assert form is not None
    assert form.privacy == "/blog/privacy/#mail"
    assert form.consent == "Monthly, <b>really</b>."


@every_provider
def test_what_one_agrees_to_is_for_the_theme_to_say_unless_the_writer_does(provider):
    """In the site's language."""
    assert made(provider.name).consent == ""


@every_provider
def test_p7_an_unknown_key_is_refused_with_its_line(provider):
    table = golden(provider.name)[0] + "  bogus_key: x\n"
    form, problems = read(signup(table), "voicebuilder.yaml", BASE)
    assert form is None
    assert [problem.message for problem in problems] == ["unknown key `signup.bogus_key`"]
    assert problems[0].where == f"voicebuilder.yaml:{table.count(chr(10))}:3"


@pytest.mark.parametrize("name", sorted(BY_NAME.keys() - {"netlify"}))  # which needs no key
def test_p7_a_missing_key_is_named(name):
    form, problems = read(signup(f"signup:\n  provider: {name}\n"), "voicebuilder.yaml", BASE)
    assert form is None
    assert problems
    for problem in problems:
        assert re.search("the key `[a-z_.]+` is missing", problem.message)
        assert problem.where == "voicebuilder.yaml:2:3"
        assert ": " in problem.hint


@every_provider
@pytest.mark.parametrize("bad", ["", "a b", 'x"y', "<b>", "http://plain.example", "javascript:alert(1)", "a/../b", "é"])
def test_p7_no_key_takes_what_an_address_or_a_name_cannot_hold(provider, bad):
    free_text = {"consent", "subject", "tags"}  # only ever the value of a field
    own = [field for field in provider.options.__struct_fields__ if field not in free_text | {"provider"}]
    table = signup(golden(provider.name)[0])
    for field in own:
        scalar = yaml.Scalar(bad, 7, 5, quoted=True)
        value = yaml.Sequence((scalar,), 7, 4) if field == "lists" else scalar
        items = {**table.items, field: value}
        form, problems = read(yaml.Mapping(items, table.positions, 2, 3), "voicebuilder.yaml", BASE)
        assert form is None, f"{field}: {bad}"
        assert [problem.where for problem in problems] == ["voicebuilder.yaml:7:5"], field
        assert problems[0].message.startswith(f"`signup.{field}")
        assert problems[0].hint
