#pragma once

#include <QAbstractItemModel>

#include "core/content/json_outline.h"

namespace hark::gui {

/// A JSON text as a tree of names and values. Children come some hundred at a time, as a view
/// reaches them.
class JsonTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    enum Column : std::uint8_t { Name, Value };
    /// A screenful many times over, and little work.
    static constexpr int kBatch = 500;
    /// The scalar's type as int; -1 for objects and arrays.
    static constexpr int kTypeRole = Qt::UserRole;

    using QAbstractItemModel::QAbstractItemModel;

    void setOutline(content::JsonOutline outline);
    /// "data.users[3].name".
    [[nodiscard]] QString pathOf(const QModelIndex& index) const;
    /// A scalar's text, whole.
    [[nodiscard]] QString valueOf(const QModelIndex& index) const;

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool canFetchMore(const QModelIndex& parent) const override;
    void fetchMore(const QModelIndex& parent) override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    // Rows at the top are the parts of the text; a text that is one scalar is its own row.
    [[nodiscard]] const std::vector<std::uint32_t>& childrenOf(const QModelIndex& parent) const;
    [[nodiscard]] std::size_t slotOf(const QModelIndex& parent) const;
    [[nodiscard]] const content::JsonNode& nodeAt(const QModelIndex& index) const;

    content::JsonOutline outline_;
    std::vector<std::uint32_t> top_;  ///< of a scalar alone: itself
    std::vector<int> fetched_;        ///< rows that views know, by node; of the top: the first
    bool isFetching_ = false;
};

}  // namespace hark::gui
