package io.factorscope.core.model.hub;

import io.factorscope.core.job.FactorscopeException;

import okhttp3.Response;

/// What a refusal of the Hub means to a person, and what to do about it.
final class HubFailure {
    private HubFailure() {}

    static FactorscopeException of(Response response, HubAccess access, HubId id, String revision) {
        // The Hub answers 401 for what does not exist, too, and says in this header what it meant.
        String reason = String.valueOf(response.header("X-Error-Code"));
        int status = response.code();
        if (reason.equals("GatedRepo") || status == 403) {
            return gated(access, id);
        }
        if (status == 404 || reason.equals("RevisionNotFound")) {
            return missing(access, id, revision);
        }
        if (status == 401) {
            return unauthorised(access, id);
        }
        return new FactorscopeException(
                "FS-HUB-006",
                access.host()
                        + " refused a request about "
                        + id
                        + " with status "
                        + status
                        + "; expected 200. Check the name and the revision, or try again later.");
    }

    private static FactorscopeException gated(HubAccess access, HubId id) {
        return new FactorscopeException(
                "FS-HUB-003",
                id
                        + " is open only to those who accept its licence: accept it first at "
                        + access.page(id)
                        + (access.hasToken()
                                ? " with the account that HF_TOKEN belongs to."
                                : ", then set HF_TOKEN to your access token."));
    }

    private static FactorscopeException unauthorised(HubAccess access, HubId id) {
        String what =
                access.hasToken()
                        ? " is not there, or HF_TOKEN does not open it. Check the name, and that"
                                + " the token is valid and may read this model."
                        : " is private or not there. Check the name; for a private model set"
                                + " HF_TOKEN in the environment, or write HF_TOKEN=… into a file"
                                + " .env in the working folder.";
        return new FactorscopeException("FS-HUB-002", id + what);
    }

    private static FactorscopeException missing(HubAccess access, HubId id, String revision) {
        return new FactorscopeException(
                "FS-HUB-004",
                access.host()
                        + " has no model "
                        + id
                        + " with revision "
                        + revision
                        + (access.hasToken()
                                ? ". Check both names."
                                : ", or it is private. Check both names; for a private model set"
                                        + " HF_TOKEN."));
    }
}
