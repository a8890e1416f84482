"""Put on PYTHONPATH by twinsim while it watches a client; see Docs/Sampling.md.

Python imports the first module of this name at its start. This one starts the counters, and tracing when it is asked
for, takes its own directory off the module path and then imports the client's own sitecustomize, if there is one, in its
place.
"""


def _start():
    import sys

    here = __file__.rpartition("/")[0]
    try:
        import twinsim_counters

        twinsim_counters.start()
    except Exception:
        # The client comes first: without counters it must still start. The sampler says that they are missing.
        pass
    # Before the path is mended: the tracing modules lie here too.
    import os

    if os.environ.get("TWINSIM_TRACE"):
        try:
            import twinsim_trace

            twinsim_trace.start()
        except Exception:
            pass
    sys.path[:] = [entry for entry in sys.path if entry != here]
    sys.path_importer_cache.pop(here, None)
    ours = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize  # noqa: F401  The client's own.
    except ImportError as error:
        if getattr(error, "name", "sitecustomize") != "sitecustomize":
            raise
        if ours is not None:
            sys.modules["sitecustomize"] = ours


_start()
