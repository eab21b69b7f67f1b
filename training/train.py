"""Trains the reader: `python -m training.train --data FOLDER --out FOLDER [--resume]`.

The same data, options and seed give the same examples in the same order, resumed or not. Every
checkpoint is measured on questions of articles that are not trained on; the measurements go to
`log.jsonl`, the best weights to `best.pt`.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from tqdm import tqdm

from training.backbone import bert_state, read_backbone
from training.cross_encoder import reader_state
from training.data import load_questions, load_written, split, split_written
from training.examples import ExampleMaker, Mix
from training.model import Encoded, Sizes, SpanReader, autocast, collate, encode, loss, sizes_of
from training.validating import HeldOut, Measured
from training.vocabulary import cut_vocabulary


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is made of; written beside its weights."""

    epochs: int = 3
    learning_rate: float = 1.2e-4
    head_learning_rate: float = 6e-4
    layer_decay: float = 0.92
    warm_up: float = 0.06
    dropout: float = 0.1
    tokens: int = 3072
    longest: int = 224
    held_out: int = 300
    every: int = 500
    seed: int = 7
    limit: int = 0
    cool_down: int = 0
    cool_down_from: float = 0.25
    steps: int = 0
    first_epoch: int = 0
    ranked: float = 0.32
    public: float = 1.0
    known: float = 1.0
    start_from: str = ""


def groups(model: SpanReader, options: Options) -> list[dict[str, Any]]:
    """Parameter groups: the deeper a layer, the smaller its steps; no decay for biases."""
    layers = len(model.encoder.encoder.layer)
    found: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if name.startswith("encoder.embeddings"):
            rate = options.learning_rate * options.layer_decay ** (layers + 1)
        elif name.startswith("encoder.encoder.layer"):
            depth = layers - 1 - int(name.split(".")[3])
            rate = options.learning_rate * options.layer_decay**depth
        else:
            rate = options.head_learning_rate
        decay = 0.01 if parameter.ndim > 1 else 0.0
        found.setdefault((rate, decay), []).append(parameter)
    return [
        {"params": parameters, "lr": rate, "weight_decay": decay}
        for (rate, decay), parameters in found.items()
    ]


def batches(rows: Sequence[Encoded], *, tokens: int, rng: random.Random) -> list[list[Encoded]]:
    """Rows of like length together, at most `tokens` tokens a batch padding included, shuffled."""
    # A little noise in the order, so that batches differ from epoch to epoch.
    ordered = sorted(rows, key=lambda row: len(row.ids) + rng.uniform(-6, 6))
    made: list[list[Encoded]] = []
    current: list[Encoded] = []
    widest = 0
    for row in ordered:
        wider = max(widest, -(-len(row.ids) // 16) * 16)
        if current and wider * (len(current) + 1) > tokens:
            made.append(current)
            current, wider = [], -(-len(row.ids) // 16) * 16
        current.append(row)
        widest = wider
    if current:
        made.append(current)
    rng.shuffle(made)
    return made


class Run:
    """One training run in a folder, from its start or from its last checkpoint."""

    def __init__(self, data: Path, out: Path, options: Options) -> None:
        torch.manual_seed(options.seed)
        self.out, self.options = out, options
        out.mkdir(parents=True, exist_ok=True)
        questions = split(load_questions(data), held_out=options.held_out, seed=options.seed)
        train = questions.train[: options.limit] if options.limit else questions.train
        written = split_written(load_written())
        train += written.train
        backbone = read_backbone()
        vocabulary = cut_vocabulary(backbone)
        self.tokenizer = vocabulary.tokenizer
        self.tokenizer.save(str(out / "tokenizer.json"), pretty=False)
        sizes = sizes_of(backbone, len(vocabulary.rows))
        (out / "sizes.json").write_text(json.dumps(asdict(sizes)))
        (out / "options.json").write_text(json.dumps(asdict(options)))
        self.model = SpanReader(sizes, dropout=options.dropout)
        if options.start_from:
            self.model.load_state_dict(reader_state(Path(options.start_from)))
        else:
            state = {k: torch.from_numpy(v) for k, v in bert_state(backbone, vocabulary.rows).items()}
            missing = self.model.encoder.load_state_dict(state, strict=False)
            if missing.unexpected_keys or any("weight" in key for key in missing.missing_keys):
                raise RuntimeError(f"the backbone doesn't fit: {missing}")
        self.maker = ExampleMaker(
            train, mix=Mix(ranked=options.ranked), public=options.public, known=options.known
        )
        self.held_out = HeldOut(questions.held_out, self.tokenizer, written.held_out)
        self.optimizer = torch.optim.AdamW(groups(self.model, options), fused=True)
        self.step = 0
        self.best = -1.0

    def epoch(self, number: int) -> list[list[Encoded]]:
        """The batches of an epoch."""
        examples = self.maker.epoch(number, seed=self.options.seed)
        encoded = (encode(self.tokenizer, e, longest=self.options.longest) for e in examples)
        rows = [row for row in encoded if row is not None]
        rng = random.Random(f"{self.options.seed}/batches/{number}")
        return batches(rows, tokens=self.options.tokens, rng=rng)

    def all_batches(self, first: list[list[Encoded]]) -> Iterator[list[Encoded]]:
        """Every batch of the run in order; `first` is the first epoch, already made."""
        yield from first
        for number in range(1, self.options.epochs):
            yield from self.epoch(self.options.first_epoch + number)

    def train(self) -> None:
        """Train to the end, measuring and saving on the way."""
        first = self.epoch(self.options.first_epoch)
        # Epochs differ by a few batches; the schedule must not depend on later ones.
        total = self.options.steps or len(first) * self.options.epochs
        peaks = [group["lr"] for group in self.optimizer.param_groups]
        progress = tqdm(total=total, initial=self.step, unit="step")
        losses: list[tuple[float, float]] = []
        started = time.monotonic()
        for number, rows in enumerate(self.all_batches(first)):
            if number < self.step:
                continue
            if number == total and self.options.steps:
                break
            share = _schedule(number, total, self.options.warm_up)
            for group, peak in zip(self.optimizer.param_groups, peaks, strict=True):
                group["lr"] = peak * share
            losses.append(self._step(rows))
            self.step = number + 1
            progress.update()
            progress.set_postfix(span=f"{losses[-1][0]:.2f}", answer=f"{losses[-1][1]:.2f}")
            if self.step % self.options.every == 0:
                self._checkpoint(losses, time.monotonic() - started, total)
                losses = []
        self._checkpoint(losses, time.monotonic() - started, total)

    def cool_down(self) -> None:
        """Let the rate fall to zero in `cool_down` steps on a fresh draw, and save.

        For a run that has to end early: most of what the falling rate gives is had in a few steps.
        """
        peaks = [group["lr"] for group in groups(self.model, self.options)]
        steps = self.options.cool_down
        rows = self.epoch(self.options.epochs)[:steps]
        losses: list[tuple[float, float]] = []
        started = time.monotonic()
        for number, batch in enumerate(tqdm(rows, unit="step")):
            share = self.options.cool_down_from * (steps - number) / steps
            for group, peak in zip(self.optimizer.param_groups, peaks, strict=True):
                group["lr"] = peak * share
            losses.append(self._step(batch))
        self.step += len(rows)
        self._checkpoint(losses, time.monotonic() - started, self.step)

    def _step(self, rows: list[Encoded]) -> tuple[float, float]:
        self.model.train()
        with autocast():
            span, binary = loss(self.model, collate(rows))
        torch.autograd.backward(span + binary)
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        return float(span.detach()), float(binary.detach())

    def _checkpoint(self, losses: Sequence[tuple[float, float]], seconds: float, total: int) -> None:
        # First the weights: measuring takes its time, and a run may be stopped.
        _save(
            {
                "model": self.model.state_dict(),
                "optimizer": self.optimizer.state_dict(),
                "step": self.step,
                "best": self.best,
                "random": torch.get_rng_state(),
            },
            self.out / "last.pt",
        )
        measured = self.held_out.measure(self.model)
        count = max(len(losses), 1)
        entry = {
            "step": self.step,
            "of": total,
            "seconds": round(seconds),
            "span_loss": round(sum(a for a, _ in losses) / count, 4),
            "answer_loss": round(sum(b for _, b in losses) / count, 4),
            **asdict(measured),
        }
        with (self.out / "log.jsonl").open("a") as log:
            log.write(json.dumps(entry) + "\n")
        if _quality(measured) > self.best:
            self.best = _quality(measured)
            _save(self.model.state_dict(), self.out / "best.pt")

    def resume(self) -> None:
        """Go on from the last checkpoint of the folder, if it has one."""
        path = self.out / "last.pt"
        if not path.exists():
            return
        saved = torch.load(path, weights_only=True)
        self.model.load_state_dict(saved["model"])
        self.optimizer.load_state_dict(saved["optimizer"])
        self.step, self.best = saved["step"], saved["best"]
        torch.set_rng_state(saved["random"])


def _save(state: Any, path: Path) -> None:
    # Written beside and moved: a killed run leaves the checkpoint before it.
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


def _schedule(step: int, total: int, warm_up: float) -> float:
    rising = max(round(total * warm_up), 1)
    if step < rising:
        return (step + 1) / rising
    return max((total - step) / max(total - rising, 1), 0.01)


def _quality(measured: Measured) -> float:
    return measured.f1 + measured.auroc_near + measured.auroc_written


def load_model(folder: Path, name: str = "best.pt") -> SpanReader:
    """The network of a training folder with the weights of one of its checkpoints."""
    sizes = Sizes(**json.loads((folder / "sizes.json").read_text()))
    model = SpanReader(sizes)
    saved = torch.load(folder / name, weights_only=True)
    model.load_state_dict(saved.get("model", saved))
    return model.eval()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    defaults = Options()
    parser = argparse.ArgumentParser(description="Train the extractive reader.")
    parser.add_argument("--data", type=Path, required=True, help="folder of question files")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights and log")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint")
    parser.add_argument("--epochs", type=int, default=defaults.epochs)
    parser.add_argument("--every", type=int, default=defaults.every, help="steps per checkpoint")
    parser.add_argument("--limit", type=int, default=0, help="train on the first N questions only")
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--learning-rate", type=float, default=defaults.learning_rate)
    parser.add_argument("--tokens", type=int, default=defaults.tokens, help="tokens a step")
    parser.add_argument(
        "--cool-down",
        type=int,
        default=0,
        metavar="STEPS",
        help="with --resume: end the run in so many steps, the rate falling to zero",
    )
    parser.add_argument("--steps", type=int, default=0, help="end after so many steps, the rate at zero")
    parser.add_argument("--start-from", default="", metavar="FOLDER", help="weights of a shipped reader")
    parser.add_argument("--first-epoch", type=int, default=0, help="number of the first draw of examples")
    parser.add_argument(
        "--ranked", type=float, default=defaults.ranked, help="best-ranked wrong passages per question"
    )
    parser.add_argument(
        "--public", type=float, default=defaults.public, help="share of the public questions in an epoch"
    )
    parser.add_argument(
        "--known", type=float, default=defaults.known, help="share of the written questions trained on before"
    )
    parser.add_argument("--threads", type=int, default=2)
    given = parser.parse_args(arguments)
    torch.set_num_threads(given.threads)
    options = Options(
        epochs=given.epochs,
        every=given.every,
        limit=given.limit,
        seed=given.seed,
        learning_rate=given.learning_rate,
        tokens=given.tokens,
        cool_down=given.cool_down,
        steps=given.steps,
        first_epoch=given.first_epoch,
        ranked=given.ranked,
        public=given.public,
        known=given.known,
        start_from=given.start_from,
    )
    run = Run(given.data, given.out, options)
    if given.resume:
        run.resume()
    if options.cool_down:
        run.cool_down()
    else:
        run.train()


if __name__ == "__main__":
    main()
