// localorg generate
#include "dataset/generate.h"

#include <functional>
#include <iostream>

#include "cli/command.h"

namespace localorg::cli {
namespace {

po::options_description options() {
  po::options_description out("Options");
  out.add_options()                                                                                                  //
      ("out,o", po::value<std::string>()->required()->value_name("FILE"), "the org file to make")                    //
      ("seed", po::value<std::uint64_t>()->default_value(1)->value_name("N"), "same seed, same bytes")               //
      ("scale", po::value<std::string>()->default_value("1")->value_name("N"), "multiply the records, 0.01 to 100")  //
      ("accounts", po::value<std::uint64_t>()->value_name("N"), "so many accounts; orders and cases follow them")    //
      ("cases", po::value<std::uint64_t>()->value_name("N"), "so many cases")                                        //
      ("agents", po::value<std::uint64_t>()->value_name("N"), "so many agents")                                      //
      ("products", po::value<std::uint64_t>()->value_name("N"), "so many products")                                  //
      ("years", po::value<int>()->default_value(5)->value_name("N"), "from 2020 on, 1 to 5")                         //
      ("bank", po::value<std::string>()->default_value("retail")->value_name("BANK"), "what the org is about")       //
      ("noise", "with what a demo org has besides: system users, empty chats and price books")                       //
      ("schema", po::value<std::string>()->value_name("SCHEMA|FOLDER"),
       "a built-in org or a folder like data/orgs/crmarena; without it, the bank's own");
  return out;
}

Result<int> generate(const po::variables_map& options) {
  const auto bank = options["bank"].as<std::string>();
  LOCALORG_TRY(const org::Catalog catalog, options.contains("schema") ? catalog_of(options) : dataset::catalog_of_bank(bank));
  dataset::GenerateOptions wanted;
  wanted.seed = options["seed"].as<std::uint64_t>();
  const auto scale = dataset::Scale::parse(options["scale"].as<std::string>());
  if (!scale) return error_without_position(ErrorCode::USAGE, "--scale takes 0.01 to 100, with at most two decimals");
  wanted.scale = *scale;
  for (const auto& [name, size] : {std::pair{"accounts", &wanted.accounts},
                                   {"cases", &wanted.cases},
                                   {"agents", &wanted.agents},
                                   {"products", &wanted.products}}) {
    if (options.contains(name)) *size = options[name].as<std::uint64_t>();
  }
  wanted.years = options["years"].as<int>();
  wanted.bank = bank;
  wanted.noise = options.contains("noise");
  const auto path = options["out"].as<std::string>();
  {
    ProgressBar bar;
    LOCALORG_CHECK(dataset::generate(wanted, catalog, path, std::ref(bar)));
  }
  std::cout << "Made " << path << " (seed " << wanted.seed << ", scale " << wanted.scale.text() << ").\n";
  return int{kFine};
}

int run(const po::variables_map& options) {
  const auto code = generate(options);
  return code ? *code : report(code.error());
}

}  // namespace

Command generate_command() {
  return {"generate", "[options] --out FILE", "Make an org of CRMArena's shape from a seed.", "", options, {}, run};
}

}  // namespace localorg::cli
