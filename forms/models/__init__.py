"""Form definitions and their frozen versions."""

from forms.models.form import Form, FormVersion

__all__ = ["Form", "FormVersion"]
