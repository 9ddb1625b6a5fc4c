"""A Reminder: what healing a fault needs, on the disk for as long as the fault is not healed."""

import json
from dataclasses import dataclass
from pathlib import Path

from siaga.errors import SiagaError
from siaga.faults.fault import Memory
from siaga.record.fault_span import FaultSpan


@dataclass(frozen=True, slots=True)
class Reminder:
    """The file of one fault.

    Attributes:
        path: of the file; there from before the fault begins until it is healed.
    """

    path: Path

    def keep(self, span: FaultSpan, memory: Memory) -> None:
        """Write down a fault that is about to begin.

        Raises:
            OSError: the file cannot be written; then nothing may begin.
        """
        content = {
            "kind": span.kind,
            "target": span.target,
            "from_s": span.from_s,
            "memory": dict(memory),
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_suffix(".part")
        fresh.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        fresh.replace(self.path)

    def found(self) -> tuple[FaultSpan, Memory] | None:
        """Give the fault that began and was not healed; None: there is none.

        Raises:
            SiagaError: the file is damaged.
        """
        try:
            content = json.loads(self.path.read_text("utf-8"))
            return FaultSpan.from_json(content), content["memory"]
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SiagaError(f"{self.path}: is no reminder ({error}); it is damaged") from None

    def forget(self) -> None:
        """Take the file away: the fault is healed."""
        self.path.unlink(missing_ok=True)
