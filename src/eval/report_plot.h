// Plots as SVG elements: the same numbers give the same bytes.  Colours are the page's classes f0-f5 (fill) and s0-s5
// (stroke), one a series.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "eval/statistics.h"

namespace localorg::eval {

// Text as HTML and SVG have it, also inside of double quotes.
std::string escape_html(std::string_view text);

struct Bar {
  std::optional<double> value;  // nullopt: none, shown as a dash
  std::optional<Interval> interval;
  std::string text;
};

struct BarPlot {
  std::string title, description;
  std::vector<std::string> series;
  struct Group {
    std::string label;
    std::vector<Bar> bars;  // one a series
  };
  std::vector<Group> groups;
  double most = 1;  // the value of a whole bar
};
std::string svg_of(const BarPlot& plot);

// Values from 0 to 1 over x = 1, 2, 3, ...
struct CurvePlot {
  std::string title, description, x_label;
  std::vector<std::string> series;
  std::vector<std::vector<Estimate>> curves;  // one a series
};
std::string svg_of(const CurvePlot& plot);

}  // namespace localorg::eval
