"""Names that English speakers use for one another: who types "Bill" may mean William.

They widen the names that are shown as alike, after those that are spelled as typed; nothing else rests on
them.
"""

import json

from pam.db.folding import fold

SAME = """
abigail abby gail; abraham abe; adam ad; agnes aggie; albert al bert bertie; alexander alex alec sandy sasha
xander; alexandra alex sandra sasha; alfred alf alfie fred; amanda mandy; andrew andy drew; angela angie;
ann anne annie nan; anthony antony tony; archibald archie; arthur art; barbara babs barb; beatrice bea
trixie; benjamin ben benny; bernard bernie; bradley brad; bridget biddy bridie; caroline carrie caz;
catherine katherine kathryn cath cathy kate kathy katie kit kitty; charles charlie chas chuck; charlotte
charlie lottie; christine chris chrissie tina; christopher chris kit; clifford cliff; cynthia cindy; daniel
dan danny; david dave davy; deborah debbie deb
debs; dennis den; derek del; desmond des; donald don; dorothy dot
dottie dolly; douglas doug; edward ed eddie ned ted teddy; edwin ed; eleanor ellie nell nora; elizabeth
eliza beth bess betsy betty libby lisa liz lizzie; emily em emmy; emma em; eugene gene; felicity flick;
florence flo florrie; frances fran francie; francis frank; frederick fred freddie; gabriel gabe; geoffrey
jeffrey geoff jeff; george georgie; gerald gerry jerry; gerard gerry; gillian gill jill; gregory greg;
gwendolen gwen; harold harry hal; harriet hattie; helen nell; henry harry hal hank; herbert bert herb;
howard howie; hugh hughie; ian iain; isabel isabella isobel bella izzy; jacqueline jackie; jacob jake; james
jim jimmy jamie; jane jan janey; janet jan; jennifer jen jenny; jeremy jerry jez; jessica jess jessie; joan
joanie; joanna jo; john jack johnny jon; jonathan jon; joseph joe joey; josephine jo josie; joshua josh;
joyce joy; judith judy; julia julie; julian jules; kenneth ken kenny; kimberley kim; lawrence laurence larry
laurie; leonard len lenny leo; leslie les; lewis lew louis; louise lou; lucy lulu; lynette lyn lynn; malcolm
mal; margaret maggie marge margie meg peg peggy rita; maria marie mary molly polly; martin marty; matilda
tilda tilly; matthew matt; maurice mo; maxwell max; melanie mel; melissa mel missy; michael mick mickey mike
mikey; michelle shell; millicent millie; miriam mim; mohammed mohammad muhammad mohamed mohamad mo; nancy
nan; natalie nat; natasha tasha; nathaniel nathan nat; neil neal; nicholas nick nicky; nicola nicky nikki;
norman norm; oliver ollie; oscar ozzie; pamela pam; patricia pat patsy trish tricia; patrick pat paddy; paul
paulie; pauline paula; penelope penny; peter pete; philip phillip phil; philippa pippa pip; rachel rach;
raymond ray; rebecca becca becky; reginald reg reggie; richard dick rich richie rick ricky; robert bob bobby
rob robbie bert; roberta bobbie; roderick rod; rodney rod; roger rodge; ronald ron ronnie; rosemary rose
rosie; russell russ; ruth ruthie; samantha sam sammy; samuel sam sammy; sarah sara sally sadie; sebastian
seb; sean shaun shawn; sidney sid; simon si; sophia sophie; stanley stan; stephen steven steve stevie;
stewart stuart stu; susan sue susie suzanne; sylvia syl; sylvester sly; teresa theresa terry tess; terence
terry tel; thomas tom tommy; timothy tim timmy; toby tobias; tracey tracy trace; valerie val; veronica
ronnie; victor vic; victoria vicky tori; vincent vince vinny; virginia ginny; vivian viv; walter walt wally;
wendy wen; william bill billy liam will willie; winifred win winnie; yvonne eve; zachary zac zack
"""


def forms():
    """{name: the names that it may stand for, or be called}, folded: "bill" has "william", "billy" …"""
    found = {}
    for group in SAME.split(";"):
        names = [fold(name) for name in group.split()]
        for name in names:
            found.setdefault(name, {}).update(dict.fromkeys(other for other in names if other != name))
    return {name: list(others) for name, others in found.items()}


def nicknames_sql():
    """The statement that lays `pam_other_forms(words)`: each folded word, then its other forms."""
    table = json.dumps({name: " ".join([name, *others]) for name, others in forms().items()})
    return f"""CREATE OR REPLACE FUNCTION pam_other_forms(words text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
DECLARE known jsonb := '{table}';
BEGIN RETURN ARRAY(SELECT coalesce(known ->> w, w) FROM unnest(words) w); END $$"""
