# The two commands are `make run` and `make test`; each target is one line of `launch`.
PYTHON := $(shell for python in python3.11 $$HOME/.pyenv/versions/3.11.*/bin/python3.11 "$$(uv python find 3.11 2>/dev/null)"; do \
	"$$python" -c 'import venv' 2>/dev/null && echo "$$python" && break; done)
ifeq ($(PYTHON),)
$(error Python 3.11 was not found: install it with `uv python install 3.11`, `pyenv install 3.11` or `apt-get install python3.11 python3.11-venv`)
endif

.PHONY: help run cluster test check prepare models bench bench-nlu bench-journeys bench-knowledge bench-embedders bench-scale bench-phone bench-voice bench-video bench-wechat bench-cluster bench-pages chaos soak pictures demo-call train-embedder backup restore audit clean
help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 24
run: ## prepare everything, start the product on http://127.0.0.1:8000/ and watch over it
	@$(PYTHON) -m launch run
cluster: ## start two gateways and two Rasa servers behind a proxy on http://127.0.0.1:8100/
	@$(PYTHON) -m launch cluster
test: ## prepare everything and run all tests: hermetic, page, engine, browser
	@$(PYTHON) -m launch test
check: ## check form, lint, types, imports and style (main environment only)
	@$(PYTHON) -m launch check
prepare: ## only make environments, models and the trained Rasa model ready
	@$(PYTHON) -m launch prepare
models: ## only make the models ready, and fetch Vosk's Chinese one where its site is reachable
	@$(PYTHON) -m launch models
bench: ## run all benchmarks but chaos and soak, which take longest
	@$(PYTHON) -m launch bench
bench-nlu: ## measure how well each kind of citizen is understood
	@$(PYTHON) -m launch bench nlu
	@$(PYTHON) -m launch bench entities
bench-journeys: ## play 206 scripted conversations (ONLY=part of a name, VERBOSE=1)
	@$(PYTHON) -m launch bench journeys
bench-knowledge: ## measure how well the knowledge base answers
	@$(PYTHON) -m launch bench knowledge
bench-scale: ## measure how fast very many passages are searched (SIZES as in python -m bench.scale)
	@$(PYTHON) -m launch bench scale
bench-embedders: ## compare the sentence models on the held-out questions
	@$(PYTHON) -m launch bench embedders
bench-phone: ## measure what the telephone line carries
	@$(PYTHON) -m launch bench voice_line
bench-voice: ## measure how fast and how well callers are understood and answered
	@$(PYTHON) -m launch bench voice
	@$(PYTHON) -m launch bench voice_errors
bench-video: ## measure how many recorded video calls one media process carries, and calls over bad networks
	@$(PYTHON) -m launch bench video_media
	@$(PYTHON) -m launch bench video_network
bench-wechat: ## measure WeChat replies under load, then faults and kills (PART=replies or faults, RATE=20 SEED=7 KILLS=8)
	@$(PYTHON) -m launch bench wechat
bench-cluster: ## measure what joins two gateways, and what is lost of time when one is killed
	@$(PYTHON) -m launch bench cluster
bench-pages: ## measure how soon citizens' pages can be used, and what Lighthouse says of them
	@$(PYTHON) -m launch bench pages
pictures: ## take the pictures of all pages anew (docs/pictures; in full size var/pages)
	@$(PYTHON) -m launch pictures
chaos: ## break everything in turn while citizens talk (SEED=7 ONLY=F2,F4 MESSAGES=1500): docs/reliability.md
	@$(PYTHON) -m launch bench chaos
soak: ## let 200 pages stand open and 20 talk for MINUTES=30, and look whether anything grows
	@$(PYTHON) -m launch bench soak
demo-call: ## make one whole telephone call; its sound and transcript go to var/demo
	@$(PYTHON) -m launch bench demo_call
train-embedder: ## tune the sentence model on the packs' questions; prints before and after
	@$(PYTHON) -m launch train-embedder $(MODEL)
backup: ## back up what is served, to an empty folder (TO=/mnt/backup/today): docs/backup.md
	@$(PYTHON) -m launch backup $(TO)
restore: ## restore a backup to an empty var (FROM=/mnt/backup/today)
	@$(PYTHON) -m launch restore $(FROM)
audit: ## list the pinned packages (CycloneDX, var/sbom), and ask whether any is known to be unsafe
	@$(PYTHON) -m launch audit
clean: ## remove tool caches and outdated environments; your data in var/ stays
	@$(PYTHON) -m launch clean
