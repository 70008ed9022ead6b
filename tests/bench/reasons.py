"""Why a goal is not met, as far as it has been looked into (callgrind and perf; src/README.md says more)."""
import re

REASONS = [
    (r"a new text", "A new text is parsed by ANTLR: its runtime (4.9) takes three fifths of the instructions, a sixth of them to cut words, "
                    "a fifth in dynamic_cast; SQLite's prepare takes a fifth, binding and translating a fourteenth."),
    (r"^frequent word", "Its thousands of records are scored in whole numbers and read; raw FTS5 gives back what its index holds."),
    (r"known text$", "The goal is a time and not a ratio: compare the floor of the same row."),
    (r": x1 ", "Sorting grows a little faster than the rows; and what does not fit the processor's cache costs more of each row where "
              "more of a row is read."),
    (r"^q(02|08|11) ", "The plan is the floor's; what is added is the order: by Id where the query asks for none and among equals, so "
                       "that the same query gives the same rows, and each record's URL, which the floor does not write."),
    (r"^geometric mean", "The mean of the twelve: see those that are above it."),
    (r"^round trip", "The threads of the pool hand the socket's event on to each other, a futex and an interrupt of the other core; one event "
                     "loop for each core would spare that.  The floor itself goes from 20 to 110 us with the core its thread is put on."),
    (r"^64 keep-alive", "Half of a request is the kernel's: SQLite's file locks, and a wrk that must be woken for each answer, which the "
                        "constant reply spares it; the query's own part is a quarter."),
    (r"^localorg query", "Reading the catalog out of the org file takes two fifths, SQLite's reading of the schema a fifth, which the shell "
                         "needs as well, the tables of two grammars and the dynamic linker an eighth each."),
    (r"^\d+ MB, x", "Half of an import makes indexes and the full-text index; each value is read by the type of its field, and each "
                    "reference is looked for, where SQLite copies bytes."),
]


def of(name):
    return next((words for pattern, words in REASONS if re.search(pattern, name)), None)
