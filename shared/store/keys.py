"""Every key of the table, one function each; a `#` anywhere else is a bug."""

from datetime import datetime
from typing import NamedTuple


class Key(NamedTuple):
    """The primary key of an item."""

    partition: str
    sort: str


PARTS = ("EVENT", "HEADER", "REQUEST", "RESULTS", "REVIEW", "SNAPSHOT")
"""What a case is made of, in the order of its sort keys: whoever loads one reads from the last kind backwards.

The header lies after the events, so that it and all that is not history come with the latest of them in one query. A
kind that is read with its case has its place here; one that is not lies outside (tests/store/test_case_parts.py).
"""
BESIDE = ("DOCUMENT", "WORKING")
"""Kinds in a case's partition that are read on purpose: its documents, and the answers being edited."""
FIRST_EVENT = f"{PARTS[0]}#"
LAST_PART = f"{PARTS[-1]}$"
"""What sorts after every part of a case."""


def application(application_id: str) -> Key:
    return Key(f"APPLICATION#{application_id}", "HEADER")


def event(application_id: str, version: int) -> Key:
    """Events live beside their subject, so a case and its history are one query."""
    return Key(f"APPLICATION#{application_id}", f"EVENT#{version:06}")


def request(application_id: str, number: int) -> Key:
    return Key(f"APPLICATION#{application_id}", f"REQUEST#{number:02}")


def results(application_id: str) -> Key:
    """What was found of the points of its checklists."""
    return Key(f"APPLICATION#{application_id}", "RESULTS")


def review(application_id: str, person_id: str) -> Key:
    return Key(f"APPLICATION#{application_id}", f"REVIEW#{person_id}")


def snapshot(application_id: str, version: int) -> Key:
    """What was submitted, never written again."""
    return Key(f"APPLICATION#{application_id}", f"SNAPSHOT#{version:06}")


def document(application_id: str, document_id: str) -> Key:
    """What is known of a file; the file itself lies in the bucket."""
    return Key(f"APPLICATION#{application_id}", f"DOCUMENT#{document_id}")


def draft(application_id: str, number: int) -> Key:
    """The answers a draft began with; `number` is the round of editing, 0 before the first submission."""
    return Key(f"APPLICATION#{application_id}", f"WORKING#{number:02}#FIELDS")


def section(application_id: str, number: int, section_id: str) -> Key:
    """One section as last saved; it replaces that section of the draft or of the last snapshot."""
    return Key(f"APPLICATION#{application_id}", f"WORKING#{number:02}#SECTION#{section_id}")


def working(number: int) -> str:
    """What the sort keys of all answers of one round begin with: first the draft, then its sections."""
    return f"WORKING#{number:02}#"


def case_number(number: str) -> Key:
    return Key(f"NUMBER#{number}", "NUMBER")


def person(person_id: str) -> Key:
    return Key(f"PERSON#{person_id}", "PROFILE")


def session(person_id: str, digest: str) -> Key:
    return Key(f"PERSON#{person_id}", f"SESSION#{digest}")


def token(person_id: str, digest: str) -> Key:
    return Key(f"PERSON#{person_id}", f"TOKEN#{digest}")


def tokens(person_id: str) -> Key:
    """The partition of a person's API tokens and what their sort keys begin with."""
    return Key(f"PERSON#{person_id}", "TOKEN#")


def typed(person_id: str, digest: str) -> Key:
    """What somebody typed into a form and did not send, or keeps as a draft; `digest` is of the form's path."""
    return Key(f"PERSON#{person_id}", f"TYPED#{digest}")


def counters(person_id: str) -> Key:
    return Key(f"PERSON#{person_id}", "COUNTERS")


def message(person_id: str, at: datetime, event_id: str) -> Key:
    """An inbox message; one per event and recipient, however often the event is delivered."""
    return Key(f"PERSON#{person_id}", f"INBOX#{instant(at)}#{event_id}")


def messages(person_id: str) -> Key:
    """The partition of an inbox and what its messages' sort keys begin with."""
    return Key(f"PERSON#{person_id}", "INBOX#")


def subject(issuer: str, subject_id: str) -> Key:
    """Who an identity of the sign-in provider is here."""
    return Key(f"SUBJECT#{issuer}#{subject_id}", "SUBJECT")


def sign_in(state: str) -> Key:
    return Key(f"SIGNIN#{state}", "SIGNIN")


def directory(role: str, person_id: str) -> Key:
    """The staff directory: who holds a role."""
    return Key(f"ROLE#{role}", f"PERSON#{person_id}")


def staff_of(organisation_id: str, person_id: str) -> Key:
    """Who acts for an organisation."""
    return Key(f"ORGANISATION#{organisation_id}", f"PERSON#{person_id}")


def organisation(organisation_id: str) -> Key:
    return Key(f"ORGANISATION#{organisation_id}", "ORGANISATION")


def programme(programme_id: str) -> Key:
    return Key(f"PROGRAMME#{programme_id}", "PROGRAMME")


def programmes(programme_id: str) -> Key:
    """The list of programmes; the programme itself is elsewhere, so taking a place does not touch the list."""
    return Key("PROGRAMMES", f"PROGRAMME#{programme_id}")


def programme_version(programme_id: str, version: int) -> Key:
    """A programme as one version of it was released; never written again."""
    return Key(f"PROGRAMME#{programme_id}", f"VERSION#{version:06}")


def people(name: str, person_id: str) -> Key:
    """The list of everybody by name, folded."""
    return Key("PEOPLE", f"{name}#{person_id}")


def organisations(name: str, organisation_id: str) -> Key:
    """The list of organisations by name, folded."""
    return Key("ORGANISATIONS", f"{name}#{organisation_id}")


def standing(name: str, at: datetime, organisation_id: str) -> Key:
    """The list of organisations that wait in a standing, oldest request first."""
    return Key(waiting_in(name), f"{instant(at)}#{organisation_id}")


def waiting_in(standing: str) -> str:
    """The partition of organisations that wait in a standing."""
    return f"STANDING#{standing}"


def alike(kind: str, value: str, organisation_id: str) -> Key:
    """Organisations that share a folded name or the host of their web address."""
    return Key(f"ALIKE#{kind}#{value}", f"ORGANISATION#{organisation_id}")


def agreement(agreement_id: str) -> Key:
    return Key(f"AGREEMENT#{agreement_id}", "AGREEMENT")


def agreements(until: str, agreement_id: str) -> Key:
    """The list of agreements by their last day."""
    return Key("AGREEMENTS", f"{until}#{agreement_id}")


def agreement_of(organisation_id: str, agreement_id: str) -> Key:
    """The agreements of either party."""
    return Key(f"ORGANISATION#{organisation_id}", f"AGREEMENT#{agreement_id}")


def mandates(until: str, person_id: str) -> Key:
    """People who sign for organisations, by the last day (ISO date) of their mandate."""
    return Key("MANDATES", f"{until}#{person_id}")


def reminder(reminder_id: str, person_id: str) -> Key:
    """That somebody was reminded of something."""
    return Key(f"REMINDER#{reminder_id}", f"PERSON#{person_id}")


def known_as(kind: str, value: str) -> Key:
    """Whose something is that only one may have: the e-mail address of a person, the code of an organisation."""
    return Key(f"KNOWN#{kind}#{value}", "KNOWN")


def invitation(digest: str) -> Key:
    return Key(f"INVITATION#{digest}", "INVITATION")


def proposal(proposal_id: str) -> Key:
    """What one administrator proposed and another releases or refuses."""
    return Key(f"PROPOSAL#{proposal_id}", "PROPOSAL")


def proposals(at: datetime, proposal_id: str) -> Key:
    """The list of what waits for a second administrator, oldest first."""
    return Key("PROPOSALS", f"{instant(at)}#{proposal_id}")


def administration(at: datetime, event_id: str) -> Key:
    """The history of the administration, oldest first."""
    return Key("ADMINISTRATION", f"{instant(at)}#{event_id}")


def foundation() -> Key:
    """That the first administrators were invited."""
    return Key("FOUNDATION", "FOUNDATION")


def idempotency(scope: str, digest: str) -> Key:
    return Key(f"IDEMPOTENCY#{scope}", digest)


def submitted_as(digest: str) -> Key:
    """What keeps two applications of an organisation from being the same; `digest` is of what makes them so."""
    return Key(f"DUPLICATE#{digest}", "DUPLICATE")


def limit(kind: str, scope: str, window: str) -> Key:
    """How often something was done within one window of time, by whom `scope` stands for."""
    return Key(f"LIMIT#{kind}#{scope}", window)


def tally() -> Key:
    """How many cases stand in each state."""
    return Key("TALLY", "TALLY")


def tallied(event_id: str) -> Key:
    """That an event was counted."""
    return Key(f"TALLIED#{event_id}", "TALLIED")


def balance(kind: str, subject: str) -> Key:
    """What was approved both ways for a country or region, an organisation or an agreement."""
    return Key(f"BALANCE#{kind}#{subject}", "BALANCE")


def balanced(case_id: str) -> Key:
    """What a case counts in the balance."""
    return Key(f"BALANCED#{case_id}", "BALANCED")


def by_organisation(organisation_id: str, at: datetime) -> Key:
    """Index `by-party`: an organisation's cases by the time they were begun."""
    return Key(cases_of(organisation_id), instant(at))


def by_reviewer(person_id: str, due: str) -> Key:
    """Index `by-party`: a reviewer's assignments by the day they are due."""
    return Key(assignments_of(person_id), due)


def by_state(direction: str, state: str, at: datetime) -> Key:
    """Index `by-state`: the cases in a state by the time they came to it, so the longest waiting come first."""
    return Key(cases_in(direction, state), instant(at))


def cases_of(organisation_id: str) -> str:
    """Partition of index `by-party`: the cases of an organisation."""
    return f"ORGANISATION#{organisation_id}"


def assignments_of(person_id: str) -> str:
    """Partition of index `by-party`: what a reviewer is asked to review."""
    return f"REVIEWER#{person_id}"


def cases_in(direction: str, state: str) -> str:
    """Partition of index `by-state`."""
    return f"STATE#{direction}#{state}"


def kind(sort: str) -> str:
    """What an item of a case is: one of PARTS or BESIDE."""
    return sort.partition("#")[0]


def instant(at: datetime) -> str:
    """A time as it sorts: UTC to the microsecond."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def last_part(key: str) -> str:
    """The id at the end of a key."""
    return key.rpartition("#")[2]


def state_of(partition: str) -> tuple[str, str]:
    """Direction and state named by a partition of index `by-state`."""
    _, direction, state = partition.split("#")
    return direction, state
