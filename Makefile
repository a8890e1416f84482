# The two commands for a new user are `make demo` and `make test`; both install what they need.

PREFIX ?= /usr/local
SWIFT_FLAGS ?=
RELEASE := .build/release
BUILD_PACKAGES := libmodbus-dev libsqlite3-dev pkg-config python3
TEST_PACKAGES := $(BUILD_PACKAGES) python3-venv mbpoll nmap tshark chromium curl dpkg-dev gcc libc6-dev binutils libfaketime \
	nodejs:node openjdk-17-jdk-headless:javac
# How long `make fuzz` feeds each entry.
FUZZ_SECONDS ?= 300
# How long `make clients` soaks each client, and how many at once.
MINUTES ?= 5
JOBS ?= 4
FORMATTED := Package.swift Sources Tests

.PHONY: demo build test mutants judges fuzz lint format install uninstall bench figures accuracy costs clients clean

# One short soak of a bundled leaky client, to its verdict and report.
demo: build
	@Scripts/demo $(RELEASE)/twinsim

# The release build. The Swift runtime is linked statically: the program needs no toolchain where it runs.
build:
	@Scripts/require-swift
	@Scripts/install-packages $(BUILD_PACKAGES)
	@echo "build: release (a first build takes some minutes)"
	swift build -c release --static-swift-stdlib --disable-local-rpath $(SWIFT_FLAGS)

# Every test: unit, built program, real clients. The debug build holds both the tests and the program that they drive;
# Scripts/run-tests runs what waits beside what computes.
test:
	@Scripts/require-swift
	@Scripts/install-packages $(TEST_PACKAGES)
	@Scripts/make-test-venv
	@echo "test: building (a first build takes some minutes)"
	swift build --build-tests $(SWIFT_FLAGS)
	@echo "test: running"
	@Scripts/run-tests "$$(swift build --show-bin-path $(SWIFT_FLAGS))/twinsimPackageTests.xctest"

# Small careless changes to the sources, one at a time: which of them do the tests notice? More than an hour; some of them:
# make mutants ONLY="PLCCore S3". Not 0 under nine in ten.
mutants:
	@Scripts/require-swift
	@Scripts/install-packages $(TEST_PACKAGES)
	@Scripts/make-test-venv
	@Scripts/mutants $(ONLY)

# Other people's clients, dissectors and servers judge this one: one line each. Docs/Modbus.md tells what they are.
judges:
	@Scripts/require-swift
	@Scripts/install-packages $(TEST_PACKAGES)
	@Scripts/make-test-venv
	@echo "judges: building (a first build takes some minutes)"
	swift build --build-tests $(SWIFT_FLAGS)
	@Scripts/judges .build/debug/twinsim

# The inputs of the tests' own mutator, by libFuzzer and for longer.
fuzz:
	@Scripts/require-swift
	@Scripts/install-packages $(BUILD_PACKAGES)
	@echo "fuzz: building with the sanitizers (some minutes), then $(FUZZ_SECONDS) s an entry"
	@Scripts/fuzz $(FUZZ_SECONDS)

lint:
	@Scripts/require-swift
	swift format lint --strict --recursive --parallel $(FORMATTED)

format:
	swift format --in-place --recursive --parallel $(FORMATTED)

install: build
	@Scripts/install-packages binutils
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/libexec/twinsim" "$(DESTDIR)$(PREFIX)/share/twinsim"
	install -m 755 -s $(RELEASE)/twinsim "$(DESTDIR)$(PREFIX)/bin/twinsim"
	install -m 755 -s $(RELEASE)/twinsim-keeper "$(DESTDIR)$(PREFIX)/libexec/twinsim/twinsim-keeper"
	install -m 755 $(RELEASE)/libtwinsim-tally.so "$(DESTDIR)$(PREFIX)/libexec/twinsim/libtwinsim-tally.so"
	Scripts/check-hardening "$(DESTDIR)$(PREFIX)/bin/twinsim" "$(DESTDIR)$(PREFIX)/libexec/twinsim/twinsim-keeper" \
		"$(DESTDIR)$(PREFIX)/libexec/twinsim/libtwinsim-tally.so"
	rm -rf "$(DESTDIR)$(PREFIX)/share/twinsim/Scenarios" "$(DESTDIR)$(PREFIX)/libexec/twinsim/python" \
		"$(DESTDIR)$(PREFIX)/libexec/twinsim/calibration" "$(DESTDIR)$(PREFIX)/libexec/twinsim/node"
	cp -R Scenarios "$(DESTDIR)$(PREFIX)/share/twinsim/Scenarios"
	cp -R Resources/python "$(DESTDIR)$(PREFIX)/libexec/twinsim/python"
	cp -R Resources/node "$(DESTDIR)$(PREFIX)/libexec/twinsim/node"
	cp -R Resources/calibration "$(DESTDIR)$(PREFIX)/libexec/twinsim/calibration"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/twinsim"
	rm -rf "$(DESTDIR)$(PREFIX)/libexec/twinsim" "$(DESTDIR)$(PREFIX)/share/twinsim"

# twinsim beside other servers on this machine, and its own quick figures: two tables of Docs/Figures.md.
bench: build
	@Scripts/install-packages $(TEST_PACKAGES)
	@Scripts/make-test-venv
	@Benchmarks/run

# Every row of the server's table in Docs/Figures.md with its aim, about ten minutes. Some rows: make figures ROWS=1,2,5.
# With the million reconnects: make figures MORE=--million.
figures: build
	@Scripts/install-packages $(TEST_PACKAGES)
	@Scripts/make-test-venv
	@python3 Benchmarks/figures $(if $(ROWS),--rows $(ROWS)) $(MORE)

# The accuracy tables of Docs/Verdict.md, measured anew on made-up processes of known truth; ACCURACY_FLAGS=--quick for a look.
# CORPUS=FOLDER judges recorded soaks of real clients too (Benchmarks/clients/recorded.py tells what the folder holds).
accuracy:
	@Scripts/require-swift
	@Scripts/install-packages $(BUILD_PACKAGES)
	@echo "accuracy: release build" >&2
	@swift build -c release --static-swift-stdlib --product twinsim-accuracy $(SWIFT_FLAGS) >&2
	@$(RELEASE)/twinsim-accuracy $(ACCURACY_FLAGS)
	@$(if $(CORPUS),swift build -c release --static-swift-stdlib --product twinsim $(SWIFT_FLAGS) >&2)
	@$(if $(CORPUS),python3 Benchmarks/clients/recorded.py "$(CORPUS)")

# What measuring costs, row by row with its limit (Docs/Figures.md), about half an hour; not 0 when a limit does not hold.
# Some rows: make costs ROWS=3,4,5. A look: make costs MORE=--quick.
costs: build
	@Scripts/install-packages $(TEST_PACKAGES)
	@Scripts/make-test-venv
	@python3 Benchmarks/costs $(if $(ROWS),--rows $(ROWS)) $(MORE)

# Real clients of known truth, each with its package pinned, soaked under storms: the tables of Docs/Verdict.md. An hour and
# a half; not 0 when a healthy client is convicted or fewer than 95 in 100 leaks are found. Some: make clients
# ONLY=multidict,Java,healthy; longer: MINUTES=15 JOBS=8.
clients: build
	@python3 Benchmarks/clients --minutes $(MINUTES) --jobs $(JOBS) $(if $(ONLY),--only $(ONLY))

clean:
	rm -rf .build .venv
