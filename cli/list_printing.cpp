#include "cli/list_printing.h"

#include "cli/case_access.h"
#include "cli/terminal.h"

namespace hark::cli {

ExitCode printList(const ListOptions& options, const List& list) {
    const auto filter = options.filter();
    const auto sort = options.sorting(list.subject);
    if (!filter || !sort || list.columns.empty()) return ExitCode::Usage;
    CaseAccess access;
    const ExitCode code = access.open(options);
    if (code == ExitCode::Failed) return code;
    const query::Snapshot snapshot = access.get().snapshot();
    const auto ids = list.find(access.get(), *filter, *sort);
    if (!ids) return failed(ids.error());
    Output output;
    RowPrinter printer(options.format, list.columns, output);
    const base::Status printed = list.print(access.get(), *ids, printer, output);
    printer.finish();
    if (!printed) return output.finish(failed(printed.error()));
    const ExitCode finished = output.finish(code);
    if (ids->empty() && options.format == Format::Table && list.explainEmptiness) {
        list.explainEmptiness(access.get());
    }
    return finished;
}

}  // namespace hark::cli
