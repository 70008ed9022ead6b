"""Why a goal is not met, as far as it has been looked into (callgrind and perf; src/README.md says more)."""
import re

REASONS = [
    (r"a new text", "A new text is parsed by ANTLR: its runtime (4.9) takes three fifths of the instructions, a sixth of them to cut words, "
                    "a fifth in dynamic_cast; SQLite's prepare takes a fifth, binding and translating a fourteenth."),
    (r"^frequent word", "Its thousands of records are scored in whole numbers and read; raw FTS5 gives back what its index holds."),
    (r"known text$", "The goal is a time and not a ratio: compare the floor of the same row."),
    (r": x1 ", "Sorting grows a little faster than the rows; and what does not fit the processor's cache costs more of each row where "
              "more of a row is read."),
    (r"^q(02|08|11) ", "The plan is the floor's.  Records lie by Id, so that each entry of an index leads to a search by 18 letters where the "
                       "floor's leads to a row's number (q11: 99 searches for 21, half of the instructions); what orders equals by Id, and "
                       "each record's URL, come on top."),
    (r"^geometric mean", "The mean of the twelve: see those that are above it."),
    (r"^round trip", "A core that sleeps takes some 50 us to begin, and a request needs two that do; the floor goes from 20 to 120 us with "
                     "the core its thread is put on.  A loop of events for each core made it 180 us: its threads sleep more."),
    (r"^64 keep-alive", "A third of a request is the kernel's, which sends and wakes a wrk that waits; then come HTTP, SQL and JSON."),
    (r"^localorg query", "Reading the catalog out of the org file takes two fifths, SQLite's reading of the schema a fifth, which the shell "
                         "needs as well, the tables of two grammars and the dynamic linker an eighth each."),
    (r"^\d+ MB, x", "Half of an import makes indexes and the full-text index; each value is read by the type of its field, and each "
                    "reference is looked for, where SQLite copies bytes."),
]


def of(name):
    return next((words for pattern, words in REASONS if re.search(pattern, name)), None)
