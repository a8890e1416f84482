# The two commands for a new user are `make demo` and `make test`; both install what they need.

PREFIX ?= /usr/local
SWIFT_FLAGS ?=
RELEASE := .build/release
BUILD_PACKAGES := libmodbus-dev libsqlite3-dev libcurl4-openssl-dev pkg-config python3
TEST_PACKAGES := $(BUILD_PACKAGES) python3-venv mbpoll nmap tshark chromium curl dpkg-dev gcc libc6-dev libfaketime nodejs:node \
	openjdk-17-jdk-headless:javac
# How long `make fuzz` feeds each entry.
FUZZ_SECONDS ?= 300
FORMATTED := Package.swift Sources Tests

.PHONY: demo build test judges fuzz lint format install uninstall bench figures accuracy costs clean

# One short soak of a bundled leaky client, to its verdict and report.
demo: build
	@Scripts/demo $(RELEASE)/twinsim

# The release build. The Swift runtime is linked statically: the program needs no toolchain where it runs.
build:
	@Scripts/require-swift
	@Scripts/install-packages $(BUILD_PACKAGES)
	@echo "build: release (a first build takes some minutes)"
	swift build -c release --static-swift-stdlib $(SWIFT_FLAGS)

# Every test: unit, built program, real clients. The debug build holds both the tests and the program that they drive.
# Several runs: the tests of the evidence store end processes of the runner's own kind, and the runner that waits for them
# must not meet the orphans that the tests of the process probes adopt. Of the program's own tests, those that time a client
# and those that start a hundred programs or simulate days go one suite after the other: they want the same processors.
SUITES_APART := $(addprefix ProgramTests.,SoakTests CriteriaTests EvidenceVerbTests FaultClientTests FaultReplayTests \
	TraceTests NativeTraceTests UnitServingTests ScenarioTests CalibrateTests DefectTests \
	CIRecipeTests ControllerEvidenceTests EarlyStopTests SpeedTests NodeTests)
RUN_TESTS = TWINSIM_TEST_PYTHON="$(CURDIR)/.venv/bin/python" swift test --skip-build --disable-xctest $(SWIFT_FLAGS)
test:
	@Scripts/require-swift
	@Scripts/install-packages $(TEST_PACKAGES)
	@Scripts/make-test-venv
	@echo "test: building (a first build takes some minutes)"
	swift build --build-tests $(SWIFT_FLAGS)
	@echo "test: running"
	$(RUN_TESTS) --filter EvidenceStoreTests
	$(RUN_TESTS) --skip EvidenceStoreTests --skip ProgramTests
	$(RUN_TESTS) --filter ProgramTests $(addprefix --skip ,$(SUITES_APART))
	for suite in $(SUITES_APART); do $(RUN_TESTS) --filter $$suite || exit 1; done

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
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(DESTDIR)$(PREFIX)/libexec/twinsim" "$(DESTDIR)$(PREFIX)/share/twinsim"
	install -m 755 -s $(RELEASE)/twinsim "$(DESTDIR)$(PREFIX)/bin/twinsim"
	install -m 755 -s $(RELEASE)/twinsim-keeper "$(DESTDIR)$(PREFIX)/libexec/twinsim/twinsim-keeper"
	install -m 755 $(RELEASE)/libtwinsim-tally.so "$(DESTDIR)$(PREFIX)/libexec/twinsim/libtwinsim-tally.so"
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
accuracy:
	@Scripts/require-swift
	@Scripts/install-packages $(BUILD_PACKAGES)
	@echo "accuracy: release build" >&2
	@swift build -c release --static-swift-stdlib --product twinsim-accuracy $(SWIFT_FLAGS) >&2
	@$(RELEASE)/twinsim-accuracy $(ACCURACY_FLAGS)

# What measuring costs, row by row with its limit (Docs/Figures.md), about half an hour; not 0 when a limit does not hold.
# Some rows: make costs ROWS=3,4,5. A look: make costs MORE=--quick.
costs: build
	@Scripts/install-packages $(TEST_PACKAGES)
	@Scripts/make-test-venv
	@python3 Benchmarks/costs $(if $(ROWS),--rows $(ROWS)) $(MORE)

clean:
	rm -rf .build .venv
