"""`make train-choices`: teaches the networks that choose who vouches for an act and whose its sides are; writes both.

The law: both are taught on the acts of the taught rows that the coder finds too, as it finds them without either.
"""

from __future__ import annotations

import sys
from pathlib import Path

from foreshock.coding import chosen_sides
from foreshock.coding import vouchers as vouching
from training import sides, vouchers, weighing
from training.rows import taught_as_reports


def main(data: Path) -> None:
    """Teach on the rows that are there to be taught, and write the weights."""
    voices, parties = list[weighing.Told](), list[weighing.Told]()
    for act in weighing.acts(taught_as_reports(data)):
        voices += vouchers.choices(act)
        parties += sides.choices(act)
    taught = {vouching.FILE: weighing.teach(voices), chosen_sides.FILE: weighing.teach(parties, questions=2)}
    weighing.ship(taught)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("say where the open text lies: python -m training.choices FOLDER")
    main(Path(sys.argv[1]))
