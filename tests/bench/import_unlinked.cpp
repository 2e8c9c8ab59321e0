// Imports a capture without user sessions, to tell what linking adds to an import.

#include <cstdio>

#include "core/analysis/import.h"

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: import_unlinked CAPTURE CASE\n", stderr);
        return 2;
    }
    hark::analysis::ImportOptions options;
    options.inputs = {argv[1]};
    options.casePath = argv[2];
    options.linksSessions = false;
    const auto imported = hark::analysis::importCaptures(
        options, [](const hark::analysis::ImportProgress&) { return true; });
    if (!imported) std::fprintf(stderr, "%s\n", imported.error().message.c_str());
    return imported ? 0 : 1;
}
