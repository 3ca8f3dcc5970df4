# Every word goes through one small Python file: it prepares .venv and becomes the command.
PYTHON ?= python3
RUN = $(PYTHON) portal/bootstrap.py
ARGS ?=
export PORT RESET

.PHONY: demo test check bench soak shots pages usability lock messages examples

demo:            ## the whole portal on this machine: PORT=8000 RESET=1
	@exec $(RUN) demo
test:            ## the test suite: ARGS="-k words"
	@exec $(RUN) test $(ARGS)
check:           ## lint, format, types, import contracts, deploy check, migrations, translations
	@exec $(RUN) check $(ARGS)
bench:           ## the benchmark: a table of ratios, .run/bench.json
	@exec $(RUN) bench $(ARGS)
soak:            ## races and faults, long
	@exec $(RUN) soak $(ARGS)
shots:           ## the pictures of the README and docs
	@exec $(RUN) shots $(ARGS)
pages:           ## look at every page: 3 languages, both themes, 2 widths, axe: ARGS="draft home --languages ru"
	@exec $(RUN) pages $(ARGS)
usability:       ## pages, clicks and keys of five people's main task: ARGS=--check
	@exec $(RUN) usability $(ARGS)
lock:            ## pin requirements.in and tests/requirements.in anew
	@exec $(RUN) lock $(ARGS)
messages:        ## gather texts to translate into locale/
	@exec $(RUN) messages $(ARGS)
examples:        ## write docs/examples anew
	@exec $(RUN) examples $(ARGS)
