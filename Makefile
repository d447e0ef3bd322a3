# make issue: 第一次先装好需要的东西，再排出一期 / sets up on first use, then makes an edition.
ISSUE ?= 2023-01
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help python setup dev issue check test hard-cases wheel clean

help:
	@echo 'make issue [ISSUE=2023-01]  排出一期 / make an edition: build/<ISSUE>/'
	@echo 'make setup                  安装 / set up .venv'
	@echo 'make test                   检查代码并运行测试 / check the code, run the tests'
	@echo 'make check                  只检查代码 / check the code only'
	@echo 'make hard-cases             画出排版难例 / draw docs/hard-cases/hard-cases.png'
	@echo 'make wheel                  打包 / build a wheel into dist/'
	@echo 'make clean                  删除排出的文件和缓存 / remove what was built, and caches'

python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo '没有找到 Python。请先安装：sudo apt-get install python3 python3-venv' >&2; \
	  echo 'Python is not found. Install it: sudo apt-get install python3 python3-venv' >&2; exit 3; }

setup: python
	@$(PYTHON) scripts/setup.py

dev: python
	@$(PYTHON) scripts/setup.py --dev

issue: setup
	@$(BIN)/typeset make-issue "$(ISSUE)"

check: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check
	$(BIN)/pytest -n auto --dist loadfile

hard-cases: setup
	@$(BIN)/python scripts/hard_cases.py

wheel: setup
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
