// The leaderboard page: one HTML file that needs no other and asks no network.
#pragma once

#include <iosfwd>
#include <vector>

#include "eval/score.h"

namespace localorg::eval {

// Writes data/report/report.html with the scores of `runs` filled in: tables and plots as plain HTML and SVG, which need no
// script; the episodes as JSON blocks, one for the list and one for each trajectory, which the page's script reads when
// asked.  In them every < is written \u003c, so that no text can end its block; system prompts that begin alike share
// that beginning.  Titles and bytes depend on the scores alone.
void write_html(std::ostream& out, const std::vector<RunScore>& runs);

}  // namespace localorg::eval
