#include "cli/importing.h"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "cli/terminal.h"

namespace hark::cli {

namespace {

base::Result<analysis::ImportSummary> importWith(Progress& progress,
                                                 const analysis::ImportOptions& options,
                                                 const std::function<bool()>& goOn) {
    auto result = analysis::importCaptures(options, [&](const analysis::ImportProgress& now) {
        progress.update(now);
        return goOn();
    });
    if (result) progress.finish();
    return result;
}

ExitCode run(const analysis::ImportOptions& options, std::unique_ptr<Progress> progress,
             const std::function<bool()>& goOn, analysis::ImportSummary& summary) {
    catchInterrupts();
    auto result = importWith(*progress, options, goOn);
    progress.reset();
    if (!result) return failed(result.error());
    summary = std::move(*result);
    for (const std::string& damage : summary.damages)
        complain(damage);
    for (const std::string& remark : summary.remarks)
        complain(remark);
    if (summary.interrupted) {
        complain(fmt::format("interrupted after {} packets; what was read is kept, marked partial",
                             summary.packets));
    }
    return summary.damages.empty() && !summary.interrupted ? ExitCode::Done : ExitCode::Damaged;
}

}  // namespace

ExitCode runImport(const analysis::ImportOptions& options, ProgressStyle style,
                   analysis::ImportSummary& summary) {
    return run(
        options, std::make_unique<Progress>("reading", style), [] { return !wasInterrupted(); },
        summary);
}

ExitCode runLiveImport(const analysis::ImportOptions& options, const std::function<void()>& stop,
                       analysis::ImportSummary& summary) {
    bool stopped = false;
    const auto goOn = [&] {
        if (wasInterrupted() && !std::exchange(stopped, true)) stop();
        return true;
    };
    return run(options, std::make_unique<Progress>("capturing", ProgressStyle::Auto), goOn,
               summary);
}

}  // namespace hark::cli
