"""All stores over one table."""

from shared.store.administration import Administration
from shared.store.agreements import Agreements
from shared.store.balances import Balances
from shared.store.cases import Cases
from shared.store.documents import Documents
from shared.store.idempotency import Idempotency
from shared.store.limits import Limits
from shared.store.messages import Messages
from shared.store.organisations import Organisations
from shared.store.people import People
from shared.store.programmes import Programmes
from shared.store.reminders import Reminders
from shared.store.saved_form import Typed
from shared.store.sessions import Sessions
from shared.store.state_counts import StateCounts
from shared.store.table import Table
from shared.store.tokens import Tokens


class Stores:
    """What actions read and write; made once per process by the wiring."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.cases = Cases(table)
        self.documents = Documents(table)
        self.people = People(table)
        self.organisations = Organisations(table)
        self.messages = Messages(table)
        self.sessions = Sessions(table)
        self.tokens = Tokens(table)
        self.typed = Typed(table)
        self.programmes = Programmes(table)
        self.idempotency = Idempotency(table)
        self.balances = Balances(table)
        self.state_counts = StateCounts(table)
        self.limits = Limits(table)
        self.agreements = Agreements(table)
        self.reminders = Reminders(table)
        self.administration = Administration(table)
