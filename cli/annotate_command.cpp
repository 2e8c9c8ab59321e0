#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "cli/cells.h"
#include "cli/choice_option.h"
#include "cli/commands.h"
#include "cli/list_options.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "core/notes/notes.h"
#include "core/query/case.h"

namespace hark::cli {

namespace {

struct Options {
    std::string file;
    notes::Subject subject = notes::Subject::Exchange;
    std::uint64_t id = 0;
    bool mark = false;
    bool unmark = false;
    std::optional<std::string> text;

    [[nodiscard]] notes::Change change() const {
        notes::Change change;
        if (mark || unmark) change.mark = mark;
        change.text = text;
        return change;
    }
};

// Whether this hark reads the case, in the reader's words where it doesn't. The reader is gone
// again before anything is written, lest it be in the way.
base::Status checkCase(const std::string& path) {
    const auto opened = query::Case::open(path);
    if (!opened) return opened.error();
    return base::Done{};
}

ExitCode run(const Options& options) {
    if (!options.mark && !options.unmark && !options.text) {
        complain("say what to note: --mark, --unmark or --note TEXT; see `hark annotate --help`");
        return ExitCode::Usage;
    }
    if (auto checked = checkCase(options.file); !checked) return failed(checked.error());
    auto notes = notes::Notes::open(options.file);
    if (!notes) return failed(notes.error());
    const auto now = notes->set(options.subject, options.id, options.change());
    if (!now) return failed(now.error());
    const std::string name = fmt::format("{} {}", notes::toString(options.subject), options.id);
    if (!*now) {
        complain(fmt::format("there is no {} in {}", name, options.file));
        return ExitCode::Failed;
    }
    const std::string text = noteText((*now)->isMarked, (*now)->text);
    Output output;
    output.write(text.empty() ? name + ": neither marked nor noted\n" : name + "\n" + text);
    return output.finish(ExitCode::Done);
}

}  // namespace

void addAnnotateCommand(CLI::App& app, Action& action) {
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "annotate", "Mark an exchange, connection or session, or note something");
    command->add_option("CASE,-r", options->file, "The case to write it into")
        ->required()
        ->type_name("CASE");
    addChoice<notes::Subject>(*command, "WHAT", options->subject,
                              {{"exchange", notes::Subject::Exchange},
                               {"connection", notes::Subject::Connection},
                               {"session", notes::Subject::Session}},
                              "exchange, connection or session")
        ->required();
    addIdArgument(*command, options->id);
    CLI::Option* mark = command->add_flag("--mark", options->mark, "Mark it");
    command->add_flag("--unmark", options->unmark, "Take the mark away")->excludes(mark);
    command
        ->add_option_function<std::string>(
            "--note", [options](const std::string& text) { options->text = text; },
            "What to note of it, in place of an earlier note; an empty text takes it away")
        ->type_name("TEXT");
    command->footer(
        "Example: hark annotate shop.hark exchange 42 --mark --note 'the first refusal'\n"
        "         hark exchanges shop.hark marked:yes --columns id,url,note");
    command->callback([options, &action] { action = [options] { return run(*options); }; });
}

}  // namespace hark::cli
