#include "eval/report_plot.h"

#include <algorithm>

#include "base/text.h"
#include "eval/report.h"

namespace localorg::eval {
namespace {

constexpr double kWidth = 480;
constexpr double kValueWidth = 84;  // for the number behind a bar
constexpr double kLine = 18;
constexpr double kBar = 12;
constexpr std::size_t kColours = 6;

std::string number(double value) { return fixed(value, 1); }
std::string colour(char kind, std::size_t series) { return kind + std::to_string(series % kColours); }

std::string text_at(double x, double y, std::string_view text, std::string_view more = {}) {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\"" + std::string(more) + ">" + escape_html(text) + "</text>";
}

std::string line(double x1, double y1, double x2, double y2, std::string_view kind) {
  return "<line class=\"" + std::string(kind) + "\" x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) +
         "\" y2=\"" + number(y2) + "\"/>";
}

// An interval, on a ground of the page's colour, so that it is seen on any bar.
std::string reach(double x1, double y1, double x2, double y2) {
  return line(x1, y1, x2, y2, "halo") + line(x1, y1, x2, y2, "reach");
}

std::string svg(std::string_view title, std::string_view description, double height, const std::string& inside) {
  return "<svg role=\"img\" viewBox=\"0 0 " + number(kWidth) + " " + number(height) + "\" aria-label=\"" +
         escape_html(std::string(title) + ". " + std::string(description)) + "\">" + inside + "</svg>";
}

// A swatch and a name for each series, a line each; nothing for one.
std::string legend(const std::vector<std::string>& series, double& y) {
  std::string out;
  if (series.size() < 2) return out;
  for (std::size_t i = 0; i < series.size(); ++i) {
    out += "<rect class=\"" + colour('f', i) + "\" x=\"0\" y=\"" + number(y + 3) + "\" width=\"12\" height=\"12\"/>";
    out += text_at(18, y + 13, series[i]);
    y += kLine;
  }
  y += 4;
  return out;
}

std::string bar_at(const Bar& bar, std::size_t series, double most, double y) {
  const double room = kWidth - kValueWidth;
  const auto x_of = [&](double value) { return most <= 0 ? 0 : room * std::clamp(value / most, 0.0, 1.0); };
  std::string out = line(0, y + kBar, room, y + kBar, "axis");
  if (bar.value) {
    out += "<rect class=\"" + colour('f', series) + "\" x=\"0\" y=\"" + number(y) + "\" width=\"" + number(x_of(*bar.value)) +
           "\" height=\"" + number(kBar) + "\"/>";
  }
  if (bar.interval) {
    const double low = x_of(bar.interval->low);
    const double high = x_of(bar.interval->high);
    const double middle = y + kBar / 2;
    out += reach(low, middle, high, middle) + line(low, y + 2, low, y + kBar - 2, "reach") +
           line(high, y + 2, high, y + kBar - 2, "reach");
  }
  return out + text_at(room + 6, y + kBar - 1.5, bar.value ? bar.text : "-");
}

// Where a curve plot's field lies.
struct Field {
  double left = 34, top = 0, width = kWidth - 50, height = 180;
  std::size_t most = 1;  // of x

  double x(std::size_t k) const {
    return most < 2 ? left : left + width * static_cast<double>(k - 1) / static_cast<double>(most - 1);
  }
  double y(double share) const { return top + height * (1 - share); }
};

std::string axes(const Field& field, std::string_view x_label) {
  std::string out;
  for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    out += line(field.left, field.y(share), field.left + field.width, field.y(share), "axis");
    out += text_at(field.left - 6, field.y(share) + 4, fixed(100 * share, 0), " text-anchor=\"end\" class=\"faint\"");
  }
  for (const std::size_t k : shown_ks(field.most))
    out += text_at(field.x(k), field.top + field.height + 16, std::to_string(k), " text-anchor=\"middle\" class=\"faint\"");
  return out + text_at(field.left + field.width / 2, field.top + field.height + 34, x_label,
                       " text-anchor=\"middle\" class=\"faint\"");
}

// Curves of several runs are moved apart a little, so that their intervals can be told apart.
std::string curve_at(const std::vector<Estimate>& curve, std::size_t series, const Field& field) {
  const double shift = 3.0 * static_cast<double>(series % kColours);
  std::string points;
  std::string marks;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    if (curve[i].tasks == 0) continue;
    const double x = field.x(i + 1) + shift;
    const double y = field.y(curve[i].mean);
    points += (points.empty() ? "" : " ") + number(x) + "," + number(y);
    marks += reach(x, field.y(curve[i].interval.low), x, field.y(curve[i].interval.high));
    marks += "<circle class=\"" + colour('f', series) + "\" cx=\"" + number(x) + "\" cy=\"" + number(y) + "\" r=\"3.5\"/>";
  }
  return "<polyline class=\"curve " + colour('s', series) + "\" points=\"" + points + "\"/>" + marks;
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string svg_of(const BarPlot& plot) {
  double y = 0;
  std::string inside = legend(plot.series, y);
  for (const BarPlot::Group& group : plot.groups) {
    inside += text_at(0, y + 13, group.label);
    y += kLine;
    for (std::size_t i = 0; i < group.bars.size(); ++i) {
      inside += bar_at(group.bars[i], i, plot.most, y);
      y += kBar + 4;
    }
    y += 4;
  }
  return svg(plot.title, plot.description, y, inside);
}

std::string svg_of(const CurvePlot& plot) {
  Field field;
  for (const auto& curve : plot.curves) field.most = std::max(field.most, curve.size());
  double y = 0;
  std::string inside = legend(plot.series, y);
  field.top = y + 8;
  inside += axes(field, plot.x_label);
  for (std::size_t i = 0; i < plot.curves.size(); ++i) inside += curve_at(plot.curves[i], i, field);
  return svg(plot.title, plot.description, field.top + field.height + 42, inside);
}

}  // namespace localorg::eval
