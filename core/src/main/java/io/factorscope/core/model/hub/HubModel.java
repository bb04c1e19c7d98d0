package io.factorscope.core.model.hub;

import java.util.List;

/// What a repository holds at one commit.
///
/// `sha` pins the commit that `revision` stood for; `licence` is empty where none is stated.
public record HubModel(
        HubId id, String revision, String sha, boolean gated, String licence, List<HubFile> files) {
    /// A copy that nobody can change.
    public HubModel {
        files = List.copyOf(files);
    }
}
