#include "cli/importing.h"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "cli/terminal.h"

namespace hark::cli {

namespace {

// The line of progress is gone when this returns, and what is said then stands alone.
base::Result<analysis::ImportSummary> importWith(const analysis::ImportOptions& options,
                                                 std::string what, ProgressStyle style,
                                                 const std::function<bool()>& goOn) {
    Progress progress(std::move(what), style);
    auto result = analysis::importCaptures(options, [&](const analysis::ImportProgress& now) {
        progress.update(now);
        return goOn();
    });
    if (result) progress.finish(result->interrupted);
    return result;
}

ExitCode report(base::Result<analysis::ImportSummary> result, analysis::ImportSummary& summary) {
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
    catchInterrupts();
    return report(importWith(options, "reading", style, [] { return !wasInterrupted(); }), summary);
}

ExitCode runLiveImport(const analysis::ImportOptions& options, const std::function<void()>& stop,
                       analysis::ImportSummary& summary) {
    bool stopped = false;
    const auto goOn = [&] {
        if (wasInterrupted() && !std::exchange(stopped, true)) stop();
        return true;
    };
    catchInterrupts();
    return report(importWith(options, "capturing", ProgressStyle::Auto, goOn), summary);
}

}  // namespace hark::cli
