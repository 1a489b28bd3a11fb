# Every target creates .venv when it is missing; only Python 3.11+ and make are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO_ARCHIVE := demo-archive

.PHONY: demo test check bench clean messages fixtures

$(BIN)/letopis: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,check,postgres,scan,parquet]'
	touch $@

demo: $(BIN)/letopis
	PATH="$(CURDIR)/$(BIN):$$PATH" sh fixtures/demo.sh $(DEMO_ARCHIVE)

test: $(BIN)/letopis
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(BIN)/letopis
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

bench: $(BIN)/letopis
	$(BIN)/python -m benchmarks

messages: $(BIN)/letopis
	$(BIN)/python -m tools.catalogues

fixtures: $(BIN)/letopis
	$(BIN)/python -m fixtures.build

clean:
	rm -rf $(VENV) $(DEMO_ARCHIVE) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
