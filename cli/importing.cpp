#include "cli/importing.h"

#include <utility>

#include <fmt/format.h>

#include "cli/terminal.h"

namespace hark::cli {

ExitCode runImport(const analysis::ImportOptions& options, analysis::ImportSummary& summary) {
    catchInterrupts();
    auto result = [&] {
        ProgressLine progress("reading");
        return analysis::importCaptures(options, [&](const analysis::ImportProgress& p) {
            progress.update(p.bytesRead, p.bytesTotal, p.packets);
            return !wasInterrupted();
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

}  // namespace hark::cli
