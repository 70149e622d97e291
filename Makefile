# `make` lists what there is. Everything runs from a clone with Go alone; tests against Dovecot and Postfix are skipped
# where those are not installed, see .ci/run.

GO         ?= go
PREFIX     ?= /usr/local
PACKAGES   ?= ./...
BENCH      ?= .
FUZZTIME   ?= 30s
OPEN       ?= 100000
STATICCHECK = $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: help build demo test check bench score clauses guards fuzz golden cover install clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: ## the program, as bin/klachtd: one static binary
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/klachtd ./cmd/klachtd

demo: ## six weeks of a complaint, in seconds, on this machine
	@$(GO) run ./cmd/klachtd demo

test: ## all tests
	$(GO) test -timeout 15m $(PACKAGES)

check: ## what has to be clean before a commit: gofmt, vet, staticcheck, tests with the race detector
	@unformatted=$$(gofmt -l cmd config internal mailtemplates); \
		if [ -n "$$unformatted" ]; then echo "gofmt: $$unformatted"; exit 1; fi
	$(GO) vet $(PACKAGES)
	$(STATICCHECK) $(PACKAGES)
	$(GO) test -race -shuffle=on -timeout 30m $(PACKAGES)

bench: ## benchmarks; BENCH and PACKAGES choose among them, OPEN says how many cases are open at Christmas
	KLACHTD_OPEN=$(OPEN) $(GO) test -run '^$$' -bench '$(BENCH)' -benchmem -timeout 60m $(PACKAGES)

score: ## how well mail is read: the sample mails, or the folders that KLACHTD_CORPUS names
	@$(GO) test ./internal/message -run '^TestScore$$' -count=1 -v

clauses: ## what the regulations demand, clause by clause: the story that shows it, the lines that say it
	@$(GO) test ./internal/procedure -run '^TestEveryClauseIsInAFile$$' -count=1 -v -args -clauses | sed '/^=== RUN/d; /^--- PASS/d; /^PASS$$/d; /^ok /d'

guards: ## take each guard against forgers and floods away in a copy, and see its tests fail
	@$(GO) test ./internal -run '^TestGuards$$' -count=1 -timeout 90m -v -args -guards

fuzz: ## each fuzz target for FUZZTIME
	@for file in $$(grep -rl --include='*_test.go' '^func Fuzz' cmd internal | sort); do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/p' $$file); do \
			echo "$$target in $$(dirname $$file)"; \
			$(GO) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) "./$$(dirname $$file)" || exit 1; \
		done; \
	done

golden: ## write the golden files anew, and show what changed
	-$(GO) test -short $$(grep -rl --include='*_test.go' 'flag.Bool("update"' cmd internal | xargs -n1 dirname | sort -u | sed 's,^,./,') -update
	git diff --stat

cover: ## how much the tests reach, by package
	$(GO) test -timeout 15m -coverpkg=./... -coverprofile=cover.out $(PACKAGES)
	@$(GO) tool cover -func=cover.out | tail -n 1

install: ## what make build made, and its systemd unit, below PREFIX (/usr/local)
	@test -x bin/klachtd || { echo 'install: there is no bin/klachtd yet; run make build first'; exit 1; }
	install -D -m 755 bin/klachtd $(DESTDIR)$(PREFIX)/bin/klachtd
	install -D -m 644 config/klachtd.service $(DESTDIR)$(PREFIX)/lib/systemd/system/klachtd.service

clean: ## take away what was built
	rm -rf bin klachtd *.out *.test *.prof
