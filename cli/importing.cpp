#include "cli/importing.h"

#include <utility>

#include <fmt/format.h>

#include "cli/terminal.h"

namespace hark::cli {

namespace {

ExitCode run(const analysis::ImportOptions& options, const std::string& what,
             const std::function<bool()>& goOn, analysis::ImportSummary& summary) {
    catchInterrupts();
    auto result = [&] {
        ProgressLine progress(what);
        return analysis::importCaptures(options, [&](const analysis::ImportProgress& p) {
            progress.update(p.bytesRead, p.bytesTotal, p.packets);
            return goOn();
        });
    }();
    if (!result) {
        complain(result.error().message);
        return ExitCode::Failed;
    }
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

ExitCode runImport(const analysis::ImportOptions& options, analysis::ImportSummary& summary) {
    return run(
        options, "reading", [] { return !wasInterrupted(); }, summary);
}

ExitCode runLiveImport(const analysis::ImportOptions& options, const std::function<void()>& stop,
                       analysis::ImportSummary& summary) {
    bool stopped = false;
    const auto goOn = [&] {
        if (wasInterrupted() && !std::exchange(stopped, true)) stop();
        return true;
    };
    return run(options, "capturing", goOn, summary);
}

}  // namespace hark::cli
