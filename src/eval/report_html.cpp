#include "eval/report_html.h"

#include <cassert>
#include <functional>
#include <map>
#include <ostream>

#include "base/embedded.h"
#include "base/text.h"
#include "eval/report.h"
#include "eval/report_episodes.h"
#include "eval/report_plot.h"

namespace localorg::eval {
namespace {

std::string cell(std::string_view name, std::string_view more, const std::string& text) {
  return "<" + std::string(name) + std::string(more) + ">" + escape_html(text) + "</" + std::string(name) + ">";
}

std::string html_of(const ReportTable& table) {
  std::string out = "<div class=\"scroll\"><table><caption>" + escape_html(table.title) + "</caption><thead><tr>";
  const auto number = [&](std::size_t column) { return table.numeric[column] ? " class=\"number\"" : ""; };
  for (std::size_t i = 0; i < table.header.size(); ++i)
    out += cell("th", std::string(" scope=\"col\"") + number(i), table.header[i]);
  out += "</tr></thead><tbody>\n";
  for (const auto& row : table.rows) {
    out += "<tr>" + cell("th", std::string(" scope=\"row\"") + number(0), row[0]);
    for (std::size_t i = 1; i < row.size(); ++i) out += cell("td", number(i), row[i]);
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
  if (!table.note.empty()) out += cell("p", " class=\"note\"", table.note) + "\n";
  return out;
}

std::string html_of(const std::vector<ReportTable>& tables) {
  std::string out;
  for (const ReportTable& table : tables) out += html_of(table);
  return out;
}

// A leaderboard of several runs, each run's own tables folded away below.
std::string tables_in(const std::vector<RunScore>& runs) {
  if (runs.size() == 1) return html_of(tables_of(runs.front()));
  std::string out = html_of(leaderboard_of(runs));
  for (const std::size_t place : ranking_of(runs)) {
    out += "<details><summary>" + escape_html(runs[place].name) + "</summary>\n" + html_of(tables_of(runs[place])) +
           "</details>\n";
  }
  return out;
}

std::vector<std::string> names_of(const std::vector<RunScore>& runs) {
  std::vector<std::string> names;
  for (const RunScore& run : runs) names.push_back(run.name);
  return names;
}

// The bars of one run for one kind of task; null: the run has none of it.
using BarOf = std::function<Bar(const KindScore*)>;

BarPlot plot_of(const std::vector<RunScore>& runs, const char* title, const char* description, const BarOf& bar_of) {
  BarPlot plot{title, description, names_of(runs), {}, 0};
  std::vector<std::string> kinds;
  for (const RunScore& run : runs) {
    for (const KindScore& kind : run.kinds) {
      if (std::find(kinds.begin(), kinds.end(), kind.task_type) == kinds.end()) kinds.push_back(kind.task_type);
    }
  }
  const auto add = [&](const std::string& label, const std::string& kind) {
    BarPlot::Group group{label, {}};
    for (const RunScore& run : runs) {
      const auto found = std::find_if(run.kinds.begin(), run.kinds.end(), [&](const auto& k) { return k.task_type == kind; });
      const KindScore* score = kind.empty() ? &run.overall : found == run.kinds.end() ? nullptr : &*found;
      group.bars.push_back(score == nullptr ? Bar{} : bar_of(score));
      plot.most = std::max(plot.most, group.bars.back().value.value_or(0));
    }
    plot.groups.push_back(std::move(group));
  };
  for (const std::string& kind : kinds) add(kind, kind);
  if (kinds.size() != 1) add("all", "");
  return plot;
}

Bar score_bar(const KindScore* kind) {
  if (kind->score.tasks == 0) return {};
  return {kind->score.mean, kind->score.interval, percent(kind->score)};
}

std::string figure(const std::string& title, const std::string& svg) {
  return "<figure><figcaption><h3>" + escape_html(title) + "</h3></figcaption>" + svg + "</figure>\n";
}

std::string pass_figure(const std::vector<RunScore>& runs) {
  CurvePlot plot{"pass^k", "The share of exact tasks of which k trials are all right, in %, by k", "k", names_of(runs), {}};
  std::size_t most = 0;
  for (const RunScore& run : runs) {
    plot.curves.emplace_back();
    for (const PassPoint& point : run.overall.pass) plot.curves.back().push_back(point.pass);
    most = std::max(most, run.overall.pass.size());
  }
  return most < 2 ? "" : figure(plot.title, svg_of(plot));
}

std::string plots_of(const std::vector<RunScore>& runs) {
  BarPlot scores = plot_of(runs, "Score by task, %", "A bar for each kind of task and run", score_bar);
  scores.most = 1;
  std::string out = figure(scores.title, svg_of(scores)) + pass_figure(runs);
  const auto add = [&](const char* title, double KindScore::*member, const std::function<std::string(double)>& text) {
    const BarPlot plot = plot_of(runs, title, "A bar for each kind of task and run", [&](const KindScore* kind) {
      return Bar{kind->*member, std::nullopt, text(kind->*member)};
    });
    if (plot.most > 0) out += figure(title, svg_of(plot));
  };
  add("Turns per episode", &KindScore::turns, [](double value) { return fixed(value, 1); });
  add("Tokens per episode", &KindScore::tokens, with_commas);
  add("Cost per episode, $", &KindScore::cost, [](double value) { return fixed(value, 4); });
  return out;
}

std::string title_of(const std::vector<RunScore>& runs) {
  return runs.size() == 1 ? runs.front().name + ": score" : "Scores of " + std::to_string(runs.size()) + " runs";
}

std::string facts_of(const std::vector<RunScore>& runs) {
  std::string out;
  for (const RunScore& run : runs) {
    out += cell("p", " class=\"facts\"",
                run.name + ": " + std::to_string(run.overall.tasks) + " tasks, " + std::to_string(run.overall.episodes) +
                    " episodes, overall " + percent(run.overall.score) + " (" + percent_interval(run.overall.score) + ")") +
           "\n";
  }
  return out;
}

}  // namespace

void write_html(std::ostream& out, const std::vector<RunScore>& runs) {
  const auto page = embedded("report/report.html");
  assert(page);
  const std::map<std::string_view, std::function<void()>> parts = {
      {"title", [&] { out << escape_html(title_of(runs)); }},
      {"facts", [&] { out << facts_of(runs); }},
      {"tables", [&] { out << tables_in(runs); }},
      {"plots", [&] { out << plots_of(runs); }},
      {"data", [&] { write_episodes(out, runs); }},
  };
  std::string_view rest = *page;
  for (std::size_t at = rest.find("{{"); at != std::string_view::npos; at = rest.find("{{")) {
    const std::size_t end = rest.find("}}", at);
    out << rest.substr(0, at);
    parts.at(rest.substr(at + 2, end - at - 2))();
    rest.remove_prefix(end + 2);
  }
  out << rest;
}

}  // namespace localorg::eval
