package io.factorscope.core.hook;

/// A place in a transformer block, by the field's names.
public enum Site {
    /// What the MLP reads, after its norm, `[pos, d_model]`.
    MLP_IN("hook_mlp_in"),
    /// What the MLP's output matrix reads, `[pos, d_mlp]`; for a gated MLP act(gate)·up.
    MLP_POST("mlp.hook_post"),
    /// What the MLP adds to the residual stream, `[pos, d_model]`.
    MLP_OUT("hook_mlp_out"),
    /// The residual stream after the block, `[pos, d_model]`.
    RESID_POST("hook_resid_post");

    private final String suffix;

    Site(String suffix) {
        this.suffix = suffix;
    }

    /// The name after `blocks.N.`.
    public String suffix() {
        return suffix;
    }
}
