// The few statistics of a benchmark's report.
//
// Intervals are Wilson's, 95 %, with the task as what was drawn: one observation a task, its mean over the trials.  Wilson's
// interval supposes a variance of p(1 - p), and no quantity between 0 and 1 with mean p has a greater one; so the same interval
// holds, on the wide side, for shares, for mean F1, for means over trials and for pass^k, and it does not shrink to nothing
// where all are right.  It needs no random numbers.
#pragma once

#include <cstddef>
#include <vector>

namespace localorg::eval {

struct Interval {
  double low = 0, high = 1;
};

// Of a mean `p` over `n` tasks; [0, 1] for none.
Interval wilson(double p, std::size_t n);

struct Estimate {
  double mean = 0;
  Interval interval;
  std::size_t tasks = 0;  // 0: there is nothing to estimate from
};

// The mean of one value from 0 to 1 for each task.
Estimate estimate(const std::vector<double>& values);
// The unweighted mean of means, those of no task left out; `tasks` is their sum.  Its interval adds up the squared distances
// of theirs to their means, as of independent ones (MOVER; Zou and Donner 2008).
Estimate mean_of(const std::vector<Estimate>& means);

// C(c, k) / C(n, k): the chance that k of the n trials, drawn at random, are all among the c right ones.  k from 1 to n.
double pass_hat(std::size_t n, std::size_t c, std::size_t k);

// How likely a split at least as uneven as `a` to `b` is if both were equally likely: two-sided, exact.  Of discordant pairs
// this is McNemar's exact test.  1 for none.
double sign_test(std::size_t a, std::size_t b);

}  // namespace localorg::eval
