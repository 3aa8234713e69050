"""What a person may type in the library."""

from django import forms

from pam.frameworks.bodies import TAGS
from pam.frameworks.kinds import all_kinds, names
from pam.frameworks.named import tag_names, with_parts


class LibraryFilter(forms.Form):
    """Narrows the library."""

    mark_optional = False

    q = forms.CharField(label="Search", required=False, max_length=100)
    kind = forms.ChoiceField(label="Type", required=False)
    record = forms.ChoiceField(label="Used for", required=False)
    strand = forms.ChoiceField(label="Strand", required=False)
    crime_type = forms.ChoiceField(label="Type of crime", required=False)
    community = forms.ChoiceField(label="Community", required=False)
    retired = forms.BooleanField(label="Include retired ones", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", "Any"), *((kind.code, kind.name) for kind in all_kinds())]
        self.fields["record"].choices = [("", "Any"), *names("record_kind").items()]
        for tag in TAGS.values():
            self.fields[tag.replace("-", "_")].choices = [("", "Any"), *tag_names(tag).items()]

    def narrows(self):
        """What `selectors.frameworks` takes."""
        chosen = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {
            "words": chosen.get("q", ""),
            "kind": chosen.get("kind", ""),
            "for_kind": chosen.get("record", ""),
            "tags": [
                with_parts(tag, chosen[name])
                for tag in TAGS.values()
                if chosen.get(name := tag.replace("-", "_"))
            ],
            "retired": chosen.get("retired", False),
        }
