# make run            set up what is missing, index what is not indexed, open the app
# make run Q="…"      print the cited answer to one question
# make test           everything that must hold: lint, import contracts, tests
# make lint, make bench, make readme, make constraints

PYTHON ?= $(shell command -v python3.11 || echo python3)
VENV := .venv
PIP := $(VENV)/bin/pip --disable-pip-version-check
READY := $(VENV)/.ready

.PHONY: run test lint bench readme constraints clean

run: $(READY)
ifdef Q
	@$(VENV)/bin/yusuan ask "$$Q"
else
	@$(VENV)/bin/yusuan
endif
export Q

test: lint
	$(VENV)/bin/python -m pytest

lint: $(READY)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports

bench: $(READY)
	$(VENV)/bin/python benchmarks/run.py

# The sessions in the README are real output.
readme: $(READY)
	$(VENV)/bin/python tests/tui/readme.py --write

# PyPI's torch for Linux brings gigabytes of CUDA; the CPU build is labelled 2.13.0+cpu and lies at download.pytorch.org. First whatever
# pip is configured to find, then there; macOS has only the plain label, which is a CPU build.
TORCH := 2.13.0
CPU_WHEELS := https://download.pytorch.org/whl/cpu/torch/

$(READY): pyproject.toml constraints.txt
	test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV)
	$(PIP) install -q -c constraints.txt torch==$(TORCH)+cpu 2>/dev/null \
	  || $(PIP) install -q -c constraints.txt --find-links $(CPU_WHEELS) torch==$(TORCH)+cpu 2>/dev/null \
	  || $(PIP) install -q -c constraints.txt torch==$(TORCH)
	$(PIP) install -q -c constraints.txt setuptools
	$(PIP) install -q -c constraints.txt --no-build-isolation -e ".[test]"
	touch $(READY)

# Pins what is installed, after `pip install -U …` by hand; the label +cpu is dropped so that the same file serves macOS.
constraints: $(READY)
	$(PIP) freeze --all --exclude-editable --exclude pip | sed 's/+cpu$$//' > constraints.txt

clean:
	rm -rf $(VENV) build dist *.egg-info
