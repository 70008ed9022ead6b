#include "cli/model_options.h"

namespace localorg::cli {

void add_model_options(po::options_description& options) {
  options.add_options()                                                                                           //
      ("model", po::value<std::string>()->value_name("NAME"), "a model behind an OpenAI-compatible service")      //
      ("base-url", po::value<std::string>()->value_name("URL"), "the service, such as http://localhost:8000/v1")  //
      ("key-env", po::value<std::string>()->value_name("NAME"),
       "the environment variable with the key (default: OPENAI_API_KEY, then LOCALORG_API_KEY)")  //
      ("model-options", po::value<std::string>()->default_value("{}")->value_name("JSON"),
       "merged into each request; null takes a key out: {\"temperature\": null}")                                           //
      ("max-reply-tokens", po::value<int>()->default_value(3500)->value_name("N"), "of a reply; 0: as the service has it")  //
      ("prompt-price", po::value<double>()->value_name("DOLLARS"), "for a million tokens of prompts")                       //
      ("completion-price", po::value<double>()->value_name("DOLLARS"), "for a million tokens of replies")                   //
      ("attempts", po::value<int>()->default_value(6)->value_name("N"), "of a request that the service fails")              //
      ("request-timeout", po::value<double>()->default_value(600)->value_name("SECONDS"), "of an attempt")                  //
      ("no-system", po::bool_switch(), "for models without a system role")                                                  //
      ("keep-field", po::value<std::vector<std::string>>()->value_name("NAME"),
       "a field of the model's messages that it wants back, several times")  //
      ("text-calls", po::bool_switch(), "functions are described and called in text, for models that take no tools");
}

Result<eval::ModelOptions> model_options_of(const po::variables_map& options, eval::EpisodeLimits limits) {
  eval::ModelOptions wanted;
  wanted.limits = limits;
  eval::EndpointOptions& endpoint = wanted.endpoint;
  endpoint.model = options["model"].as<std::string>();
  if (!options.contains("base-url"))
    return error_without_position(ErrorCode::USAGE, "--model needs the --base-url of its service");
  endpoint.base_url = options["base-url"].as<std::string>();
  LOCALORG_TRY(endpoint.key,
               eval::key_from_environment(options.contains("key-env") ? options["key-env"].as<std::string>() : ""));
  LOCALORG_TRY(endpoint.request, parse_json(options["model-options"].as<std::string>(), "--model-options"));
  endpoint.seed = options["seed"].as<std::uint64_t>();
  endpoint.max_tokens = options["max-reply-tokens"].as<int>();
  if (options.contains("prompt-price")) endpoint.prompt_price = options["prompt-price"].as<double>();
  if (options.contains("completion-price")) endpoint.completion_price = options["completion-price"].as<double>();
  endpoint.attempts = options["attempts"].as<int>();
  endpoint.seconds = options["request-timeout"].as<double>();
  wanted.joins_system = options["no-system"].as<bool>();
  if (options.contains("keep-field")) wanted.kept_fields = options["keep-field"].as<std::vector<std::string>>();
  return wanted;
}

}  // namespace localorg::cli
