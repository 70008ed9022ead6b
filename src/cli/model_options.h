// The options of run that are about a model.
#pragma once

#include "cli/command.h"
#include "eval/agent.h"

namespace localorg::cli {

// --model --base-url --key-env --model-options --max-reply-tokens --prompt-price --completion-price --attempts
// --request-timeout --no-system --keep-field --text-calls
void add_model_options(po::options_description& options);
// Of --model, with the key of the environment.
Result<eval::ModelOptions> model_options_of(const po::variables_map& options, eval::EpisodeLimits limits);

}  // namespace localorg::cli
