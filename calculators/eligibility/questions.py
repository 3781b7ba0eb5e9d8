"""What the calculator asks."""

from dataclasses import dataclass
from enum import Enum

from calculators.engine.form import ask
from calculators.engine.when import Said, When
from calculators.law.indication import Hospital, Impairment


class ForWhom(Enum):
    ME = "me"
    OTHER = "other"
    REFUSING = "refusing"


class Insurance(Enum):
    STATUTORY = "statutory"
    PRIVATE = "private"
    PRIVATE_WITH_AID = "private_with_aid"


class Illness(Enum):
    PSYCHOSIS = "psychosis"
    OTHER = "other"
    SUSPECTED = "suspected"
    NONE = "none"


class Difficulty(Enum):
    """What somebody does not manage: treatments alone, or what the directive calls an ability."""

    TREATMENT = "treatment"
    DRIVE = Impairment.DRIVE.value
    BEHAVIOUR = Impairment.BEHAVIOUR.value
    COGNITION = Impairment.COGNITION.value
    INSIGHT = Impairment.INSIGHT.value


class Alone(Enum):
    NOT_ALONE = "not_alone"
    ALONE = "alone"


class Situation(Enum):
    MINOR = "minor"
    HOURS_USED = "hours_used"
    ASSISTANCE = "assistance"


# Nobody is asked about an illness whose insurance decides, or who wants no help.
INSURED: When = {"insurance": [Said.NOTHING, Insurance.STATUTORY, Said.UNKNOWN]}
WANTED: When = {"for_whom": [Said.NOTHING, ForWhom.ME, ForWhom.OTHER]}


@dataclass(frozen=True, kw_only=True)
class Case:
    for_whom: ForWhom = ask()
    insurance: Insurance | None = ask(unknown=True, default=None, insist=True, form_when=WANTED)
    illness: Illness | None = ask(
        unknown=True, default=None, insist=True, form_when=WANTED | INSURED
    )
    difficulties: frozenset[Difficulty] = ask(form_when=WANTED | INSURED)
    clinic: Hospital | None = ask(
        unknown=True, default=None, insist=True, form_when=WANTED | INSURED
    )
    alone: Alone | None = ask(unknown=True, default=None, unseen=True)
    willing: bool | None = ask(unknown=True, default=None, unseen=True)
    situation: frozenset[Situation] = ask(
        default=frozenset(), more=True, form_when=WANTED | INSURED
    )

    @property
    def impairments(self) -> frozenset[Impairment]:
        """The abilities of the directive among what is difficult."""
        return frozenset(
            Impairment(d.value) for d in self.difficulties if d is not Difficulty.TREATMENT
        )

    @property
    def without_help(self) -> Alone | None:
        """Whether treatments fail without help; that they do not is for the practice to say."""
        needs_help = Difficulty.TREATMENT in self.difficulties or self.alone is Alone.NOT_ALONE
        return Alone.NOT_ALONE if needs_help else None

    @property
    def refuses(self) -> bool:
        """Whether somebody asks for a person who wants no help today."""
        for_another = self.for_whom is ForWhom.OTHER and self.willing is False
        return self.for_whom is ForWhom.REFUSING or for_another
