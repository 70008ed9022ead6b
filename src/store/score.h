// soql_score(index, 'plan'): how well a record fits a search, for ORDER BY ... DESC.  Whole numbers throughout, so that every
// machine gives the same order.
//
//   a word's rarity  r = log2((2 N + 2) / (2 n + 1)) in 1/1024, rounded down: N records in the index, n that have the word;
//                         1 where the search is a single word, whose rarity changes no order
//   its frequency    f = its hits, one in a name field counting 5
//   its part         r * 2200 f / (1000 f + 300 + 900 L / A): L words in the record, A on average (BM25, k1 1.2, b 0.75)
//   side by side     (r1 + r2) / 2 for two words that follow each other in the search and in a field
//   the score        the sum; and 2^40 more for a record that has all the words of the search
//
// A word that the search excludes counts for nothing, and so does one of a group of words that the record does not have
// altogether: of (a AND b) OR c a record with a and c has c.  n of a word found in several forms is the sum of theirs.
//
// The plan tells what the phrases of the FTS5 query are, as text in postfix order, blanks between:
//   7        phrase 7 of the query; they come in order
//   t2       a word: the 2 phrases before are its forms
//   a3 o3    all of, any of, the 3 before
//   n        the one before the last, and not the last
//   w1,5,1   first of all: the weight of each column
//   h        look up the hits of each phrase by itself: of (a OR b) AND c under an OR FTS5 (3.40) loses some where only some
//            columns are searched or one of them is several words, though it finds the record
#pragma once

struct fts5_api;

namespace localorg::store {

// SQLite's result code.
int register_score(fts5_api& api);

}  // namespace localorg::store
