// Included before all else where Clang compiles what includes the ANTLR runtime: it refuses to make InterpreterData, a class
// of the runtime that nobody here uses, because a vocabulary has no value to begin with.  Here it gets one, and the runtime's
// own header is then known already.
#pragma once
// clang-format off
#include <antlr4-common.h>
#include <atn/ATN.h>
#include <dfa/DFA.h>
#include <Vocabulary.h>
#include <misc/IntervalSet.h>

#define vocabulary \
  vocabulary { {}, {} }
#include <misc/InterpreterDataReader.h>
#undef vocabulary
