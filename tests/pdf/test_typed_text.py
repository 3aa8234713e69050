"""What a person typed keeps its shape on paper."""

from pam.pdf.text import not_printable
from pam.pdf.typed_text import printed


def test_a_pasted_table_keeps_its_columns():
    html = printed("Scores\nName\tThreat\tHarm\nA. Nominal\t12\t<14>\nEnd")
    assert html == (
        '<p class="typed">Scores</p><table class="pasted"><thead><tr><th scope="col">Name</th>'
        '<th scope="col">Threat</th><th scope="col">Harm</th></tr></thead><tbody><tr><td>A. Nominal</td>'
        '<td>12</td><td>&lt;14&gt;</td></tr></tbody></table><p class="typed">End</p>'
    )
    assert printed("| Ropewalk | 14 | 9 |\n|---|---|---|\n| Quay | 3 |").count("<td>") == 3


def test_lists_stay_lists():
    assert printed("- one\n- two") == "<ul><li>one</li><li>two</li></ul>"
    assert printed("2. two\n3. three") == '<ol><li value="2">two</li><li value="3">three</li></ol>'


def test_paragraphs_keep_their_lines_and_blanks():
    assert printed("A   b\nc\n\nd") == '<p class="typed">A   b\nc</p><p class="typed">d</p>'
    assert printed("") == "" == printed(None)


def test_names_in_the_scripts_of_the_country_can_be_printed_and_others_are_named():
    names = "张伟 陳大文 ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ রহিম राहुल પટેલ தமிழ் සිංහල สมชาย አበበ 김민준 محمد Zoë Łukasz"
    assert not_printable([names, "👍"]) == []
    assert not_printable(["ᏣᎳᎩ", "Tom"]) == sorted("ᏣᎳᎩ")
