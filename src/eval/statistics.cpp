#include "eval/statistics.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace localorg::eval {
namespace {

constexpr double kNormal95 = 1.959963984540054;

}  // namespace

Interval wilson(double p, std::size_t n) {
  if (n == 0) return {};
  const double tasks = static_cast<double>(n);
  const double z2 = kNormal95 * kNormal95;
  const double centre = p + z2 / (2 * tasks);
  const double half = kNormal95 * std::sqrt(p * (1 - p) / tasks + z2 / (4 * tasks * tasks));
  const double whole = 1 + z2 / tasks;
  return {std::clamp((centre - half) / whole, 0.0, p), std::clamp((centre + half) / whole, p, 1.0)};
}

Estimate estimate(const std::vector<double>& values) {
  if (values.empty()) return {};
  const double sum = std::accumulate(values.begin(), values.end(), 0.0);
  const double mean = std::clamp(sum / static_cast<double>(values.size()), 0.0, 1.0);
  return {mean, wilson(mean, values.size()), values.size()};
}

Estimate mean_of(const std::vector<Estimate>& means) {
  Estimate out;
  double count = 0;
  double below = 0;
  double above = 0;
  for (const Estimate& one : means) {
    if (one.tasks == 0) continue;
    ++count;
    out.mean += one.mean;
    out.tasks += one.tasks;
    below += std::pow(one.mean - one.interval.low, 2);
    above += std::pow(one.interval.high - one.mean, 2);
  }
  if (count == 0) return {};
  out.mean /= count;
  out.interval = {std::max(0.0, out.mean - std::sqrt(below) / count), std::min(1.0, out.mean + std::sqrt(above) / count)};
  return out;
}

double pass_hat(std::size_t n, std::size_t c, std::size_t k) {
  double share = 1;
  for (std::size_t i = 0; i < k; ++i) {
    if (c <= i || n <= i) return 0;
    share *= static_cast<double>(c - i) / static_cast<double>(n - i);
  }
  return share;
}

double sign_test(std::size_t a, std::size_t b) {
  const std::size_t n = a + b;
  double tail = 0;
  for (std::size_t i = 0; i <= std::min(a, b); ++i) {
    const double log_choose = std::lgamma(static_cast<double>(n) + 1) - std::lgamma(static_cast<double>(i) + 1) -
                              std::lgamma(static_cast<double>(n - i) + 1);
    tail += std::exp(log_choose - static_cast<double>(n) * std::log(2.0));
  }
  return std::min(1.0, 2 * tail);
}

}  // namespace localorg::eval
