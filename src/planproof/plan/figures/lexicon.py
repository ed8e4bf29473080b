"""The words by which figures are judged: what is measured, what is set, what behaves.

All of it is data in lower case. A trap that was missed is usually one more word in one of these
lists.
"""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())


# Words that end the phrase of what is counted: "5 errors in the log".
STOP = word_set(
    """
    a about above after afterwards again against all an and any are as at back be been before
    being below between but by can could did do does during each else every for from had has have
    how if in instead into is it its less may might more must no nor not of off on once onto or
    otherwise out over overall own per plus rather shall should since so than that the their then
    there these they this those through till to too total under until up upon used using via was
    were what when where whether which while who will with within without would pass passes
    passing fail fails generates triggers returns causes means yields produces requires shows gets
    runs takes
    """
)
# Counted nouns without an s.
NOUNS = word_set(
    "px people children staff downtime loc sloc vcpu personnel criteria indices feedback traffic"
)

# What can be measured: with one of these beside it, a quantity is about a measurement.
METRICS = word_set(
    """
    latency latencies time times duration throughput rate rates ratio coverage uptime availability
    accuracy precision recall overhead usage utilization utilisation memory cpu ram size footprint
    cost costs count number score scores percentage percentile p50 p90 p95 p99 share loss errors
    lag jitter speed speedup load rps qps bandwidth frequency complexity lines downtime rto rpo
    mttr mtbf ttfb ttfp lcp fcp inp cls tti fid ttft wer sla slo f1 bleu auc mrr nps csat
    satisfaction adoption completion success pass failure failures hit consumption efficiency
    reduction increase improvement regression regressions degradation growth savings spend budget
    revenue conversion churn startup response loc fidelity compliance completeness reliability
    durability deviation error drift impact duplication volume traffic runtime performance
    staleness freshness recovery similarity confidence agreement productivity velocity space
    storage bundle binary turnaround consistency variance discrepancy contrast sensitivity rating ratings
    average avg mean median pause pauses lighthouse
    fps tps resolution engagement sign-off signoff parity deflection concurrency correctness
    fluency faithfulness groundedness hallucination hallucinations reproducibility stability preservation
    """
)
# Measurements that are better when they are less.
# The same in Chinese and Japanese, without a border between words.
CJK_METRICS = (
    r"率|カバレッジ|覆盖|可用性|精度|延迟|遅延|レイテンシ|响应时间|応答時間|吞吐|スループット|内存"
    r"|メモリ|耗时|时延|起動時間|启动时间|处理时间|処理時間"
)
CJK_LESS = r"错误|エラー|失败|失敗|延迟|遅延|レイテンシ|故障|丢失|内存|メモリ|时间|時間|耗时|时延"
LESS_IS_BETTER = word_set(
    """
    latency latencies time times duration overhead errors error failure failures loss cost costs
    usage utilization utilisation memory cpu ram size footprint lag jitter downtime rto rpo mttr
    ttfb lcp fcp inp cls tti fid ttft wer regression regressions degradation deviation drift churn
    complexity duplication staleness impact flake flakes flakiness bounce crash crashes lines loc
    spend budget consumption variance discrepancy hallucination hallucinations false defect defects bug bugs rejection rejections timeouts abandonment miss
    space drop drops
    """
)
MORE_IS_BETTER = word_set(
    """
    success pass hit coverage accuracy completion consistency availability adoption completeness
    satisfaction fidelity parity
    """
)
# Metrics that are verbs, or say nothing without what stands before them.
UNSURE_METRICS = word_set("hit load pass success time times error performance")

# Settings: a number after one of these is configured, not measured.
SETTINGS = word_set(
    """
    timeout timeouts ttl retention interval intervals period expiry expiration lifetime cooldown
    backoff debounce lease limit limits quota threshold thresholds attempts retries retry polling
    heartbeat schedule cadence window default defaults age port version replicas sampling opacity
    zoom quorum buffer length width height padding margin fontsize depth deadline delay level
    probability estimate effort grace discount weight weights priority viewport breakpoint
    """
)
# The same after the quantity, and what makes it somebody's age.
SETTINGS_AFTER = word_set(
    """
    old older ago timeout timeouts ttl interval intervals limit limits threshold thresholds window
    retention cooldown cache buffer grace lease backoff default apart inactivity idle earlier
    cutoff cap delay debounce column columns
    """
)
AGES = ("of each other", "of inactivity", "in the future", "in the past", "in advance", "of idle")
DISPLAYS = word_set("bar slider indicator progress opacity")
FILLERS = word_set(
    "a an the of is are be must shall should will set to at stays remains defaults with from"
)

# Things that come in from outside and have a size of their own.
INPUTS = word_set(
    """
    file files upload uploads attachment attachments payload payloads body bodies message messages
    input inputs image images photo photos document documents request requests avatar avatars
    video videos object objects blob blobs
    """
)
# Counts of these bound a behaviour and measure no result.
BOUNDS = word_set(
    """
    attempts attempt retries retry characters character chars char results result redirects digits
    digit entries items rows records levels pages columns times bytes words tokens suggestions
    options fields sentences paragraphs elements arguments parameters candidates matches keys
    decimals places hops requests messages
    """
)
# Counts by which the size or the effort of something is told.
SIZES = word_set(
    """
    lines loc queries calls clicks dependencies round-trips roundtrips allocations violations
    warnings
    """
)
# What a machine has to have.
HARDWARE = word_set("core cores cpu cpus vcpu vcpus gpu gpus")
# What a project makes, or who is to look at it: "at least 3 reviewers".
ARTEFACTS = word_set(
    """
    tests cases releases reviewers approvals reviews users customers teams engineers adopters
    scenarios examples benchmarks sign-offs implementations providers vendors maintainers
    contributors
    """
)
DEFECTS = word_set(
    """
    error errors failure failures bug bugs regression regressions crash crashes flake flakes
    incident incidents warning warnings vulnerability vulnerabilities issue issues violation
    violations conflicts leak leaks panic panics defect defects alerts downtime outage outages
    loss losses findings complaints exceptions rollbacks hotfixes positives negatives alarms
    deadlocks effects side-effects changes edits timeouts duplicates interventions escalations tickets misses
    assertions races breaks erreurs errores fehler avertissements
    """
)
LOSSES = word_set("downtime loss flakiness")
# "No ..." of these for a time is a measure; of the grave ones even without a time.
FAULTS = frozenset(noun for noun in DEFECTS if noun.endswith("s") or noun == "downtime") - word_set(
    "changes edits timeouts misses loss"
)
GRAVE = word_set(
    "regressions incidents downtime outages vulnerabilities crashes rollbacks complaints"
)
# Plurals in form that are names.
NAMES = word_set(
    """
    kubernetes postgres redis windows macos ios rails nodejs node.js js ts chrome versions aws
    practices falls lies achieves reaches attains
    """
)

# A quantity after one of these is what was, not what is to be.
BASELINES = word_set(
    "vs vs. versus than currently was were previously baseline current today's today now existing"
)
EVIDENCE = (
    r"^\s*(?:e\.?g|i\.e|currently|was|vs|example|for example|actual|achieved|default|such as|like"
    r"|measured|got|observed|optional|previously|today|from|baseline|before|now|up from|down from"
    r"|acceptable)\b"
)

# Words that open an aside and call what follows a target: "(target: 5 s)".
AIMS = r"^\s*(?:(?:our|the|stretch)\s+)?(?:target|goal|aim|objective|slo|sla|budget)s?\b\W*$"

CHANGES = (
    r"\b(reduc|decreas|lower|cut|shrink|drop|shorten|minimi[sz]|sav|declin|trim|bring|halv"
    r"|increas|improv|rais|grow|boost|speed|accelerat|rise|gain|go(?:es)?(?= from)|mov)"
)
DOWN = (
    *(
        "reduc",
        "decreas",
        "lower",
        "cut",
        "shrink",
        "drop",
        "below",
        "under",
        "beneath",
        "minimi",
        "sav",
        "declin",
    ),
    *("trim", "fewer", "less", "smaller", "cheaper", "short"),
)
# Verbs and comparatives that say which way is better, or nothing: twice as fast is half the time
# and twice the rate.
NO_DIRECTION = ("bring", "mov", "halv", "go", "fast", "quick", "slow", "speed", "accelerat")
# What a change is compared with.
STANDING = (
    r"(?:main|master|trunk|baseline|today|current|existing|present|v[0-9]|status quo|before\b|head\b"
    r"|base\b|(?:(?:previous|last|latest) )?(?:release|version|build|run)\b)"
)
# A comparative or a preposition after a quantity, and what it is compared with.
BEYOND = (
    r"\s*(?:(above|over|beyond|below|under|beneath)\s+(?:(?:the|our|its|their|that of)\s+)*"
    rf"{STANDING}"
    r"|(more|less|higher|lower|slower|faster|larger|smaller|longer|shorter|fewer) than\b)"
)
RELATIVE = (
    r"\s*\+?(?:or (?:more|less|better) )?(?:[a-z/-]+ ){0,3}?"
    r"(faster|slower|lower|higher|fewer|less|more|better|worse|smaller|larger|shorter|longer|cheaper"
    r"|quicker|reduction|improvement|increase|decrease|speed-?up|savings?|growth|gain|uplift|drop"
    r"|degradation|regression|slowdown)\b"
)

# Verbs of behaviour before a quantity: it is their parameter.
BEHAVES = (
    r"(?<![\w-])(?:reject|refus|discard|ignor|skip|truncat|evict|expir|purg|prun|delet|archiv|rotat|lock"
    r"|ban(?:s|ned)?\b|block|throttl|retr(?:y|ies)|reconnect|back(?:s|ed|ing)?[ -]?off|poll|wait"
    r"|sleep|debounc|limit|cap(?:s|ped|ping)?\b|restrict|clamp|accept|allow|permit|paginat"
    r"|chunk|default|configur|valid(?!ated (?:for|on|against|with)\b)|enforc|filter|exclud|select|pick|tim(?:es?|ed|ing)[ -]?out"
    r"|abort|cancel|kill|terminat|shut|split|retain|keeps? (?:\w+ ){1,4}for|kept for"
    r"|stor(?:e|es|ed) (?:\w+ ){0,4}for|cach(?:e|es|ed) (?:\w+ ){0,4}for|sampl|enabl|gradual"
    r"|roll(?:s|ed|ing)?[ -]?out|canary|rout(?:e|es|ed|ing)|ramp|log(?:s|ged)\b|warn|show(?:s|n)?\b"
    r"|display|list(?:s|ed)\b|return|shift|requir|prompt|ask(?:s|ed)?\b|try|tries|round|snap|resiz"
    r"|scroll|sched|remember|holds?\b|lasts?\b|spawn|inputs?\b|uploads?\b|names?\b|passwords?\b"
    r"|titles?\b|labels?\b|slugs?\b|usernames?\b|descriptions?\b)"
)
# Verbs that start when a measurement passes a threshold.
ALARMS = (
    r"\b(?:alert(?:s|ed|ing)?|roll(?:s|ed)?[ -]?back|trigger(?:s|ed|ing)?|warn(?:s|ing|ed)?"
    r"|escalat\w*|abort(?:s|ed)?|scal(?:e|es|ed|ing) (?:up|out|down)|(?<!feature )(?<!each )(?<!all )flag(?:s|ged)?"
    r"|fail(?:s|ed)? the|cancel\w*|kill\w*|circuit|highlight\w*|notif(?:y|ies)|autoscal\w*|rejects?"
    r"|blocks?|investigate|revisit|reconsider)\b"
)
# Verbs whose object parentheses may define: "detect duplicates (> 70 % alike)".
SORTS = r"\b(?:detect|mark|identif|classif|recogni[sz]|treat|consider)(?:y|ies|ed|s|es|e|ing)?\b"
# A class by how much of it there is, and no target: "slow (> 2 s)".
GRADES = (
    r"(?:^|,)\W*(?:very[\s_]+)?(?:ok|good|fair|poor|bad|fast|slow|excellent|acceptable"
    r"|unacceptable|warning|critical|high|medium|moderate|low|minor|major|green|yellow|amber|red|trivial|small|large)\W*$"
)
CONDITIONS = (
    r"\b(?:if|when|whenever|unless|where|in case|assuming|provided|given)\b|如果|假如|若是|倘若"
)
# A kind of thing, told by how much of it there is: "chunks for large files (> 10 MB)".
KINDS = (
    r"\bfor\s+(?:quick|fast|slow|short|long|small|large|big|huge|tiny|old|new|brief|heavy|light)\s"
    r"[^,;]{1,40}$"
)
# What is done meanwhile, and the verb of what is said: "when switching tabs takes < 1 s".
DOING = (
    r"\s+[a-z]+ing\s+(?:(?:the|a|an|between|to)\s+)?([a-z-]+)\s+"
    r"(?:measures|takes|stays|remains|completes|finishes)\b"
)
# Words before parentheses that hold a list of targets: "meets the budget (search 2 s, load 3 s)".
DEMANDS = (
    r"\b(?:criteria|criterion|targets?|budgets?|goals?|slos?|slas?|requirements?|objectives?)\b"
)
# What happens to the thing that the quantity describes: "files larger than 5 MB are rejected".
PREDICATES = (
    r"^[^,;]{0,60}?\b(?:(?:is|are|be|been|gets?|was|were)\s+(?:\w+ly\s+)?(?:not\s+)?"
    r"(?:reject|refus|drop|discard|ignor|skip|truncat|evict|purg|prun|delet|archiv|remov|block"
    r"|throttl|retri|log|flag|cancel|kill|abort|terminat|split|exclud|includ|filter|accept|allow"
    r"|cach|compress|return|show|hid|mark|mov|treat|consider|queu|sent|defer|escalat|trigger|render"
    r"|display|merg|collaps|wrap|warn|stream|chunk|expir|invalid|handled|stor|kept|retain|disconnect"
    r"|closed)\w*"
    r"|(?:returns?|triggers?|times? out|causes?|fails?|emits?|produces?|raises?|results? in|shows?"
    r"|logs?|suggests?|indicates?|means|warrants?|may|might|must (?:be|not)|shall (?:be|not)"
    r"|should (?:be|not)|will be|blocks?|opens?|expires?)\b)"
)
HOLDS = r"\b(?:maintained|held|achieved|met|verified|measured|sustained|guaranteed)\b"
REPEATS = (
    r"\b(?:expir\w*|valid|repeated|duplicate|idle|sent|same|window|retr(?:y|ies|ied)"
    r"|after [0-9]+)\b"
)

STABLE = (
    r"\b(?:stable|flak\w*|soak\w*|green|in production|maintain\w*|connected|uninterrupted"
    r"|without (?:\w+ ){0,2}(?:incidents?|errors?|failures?|flakes?|leaks?|crash|crashes|restarts?"
    r"|downtime|interruptions?)"
    r"|no (?:\w+ ){0,2}(?:bugs|errors|incidents|issues|alerts|regressions))\b"
)
COMPLETES = (
    r"\b(?:complet|load|respond|respons|finish|return|render|start|boot|run|recover|build|tak|execut"
    r"|deploy|open|done|ready|process|appear|sync|propagat|detect|index|compil|succeed|updat|deliver"
    r"|fir|react|rebuilt|import|export|scan|pars|search|sort|migrat|restor|fetch|answer|replicat"
    r"|convert)\w*\b"
)
COMPLETED = r"\b(?:completed|loaded|finished|took|ran|done)\b"
# Verbs that say how long the thing before them takes.
TAKES = r"\b(?:takes?|taking|completes?|finish(?:es)?|completed|finished|done)\s+(?:in\s+)?$"
REACHES = r"\b(?:falls|lies|achieves?|scores?|reach(?:es)?|attains?)\b[^,;]*$"
# A limit that is known already, and that something is to end within: "within the 5 s timeout".
LIMITS = r"^[ -](?:timeout|time limit|deadline|time budget|budget)\b"
ENDS = (
    r"\b(?:shall|must|should|will)\s+(?:complete|finish|end|respond|succeed|pass|return)\b[^,;]*$"
)
BEARS = r"\b(?:handl\w*|supports?|supporting|sustain\w*|process|processes|serves?|scales? to)$"
CAPACITY = (
    r"\b(?:concurren\w*|simultaneous\w*|scal\w+|handl\w*|sustain\w*|support\w*|serv(?:e|es|ing)\b"
    r"|throughput"
    r"|process\w*|verified|tested)\b"
)
CROWD = r"\b(?:concurrent|simultaneous|parallel)\b"
ACTIVE = r"\b(?:active|paying|registered|weekly|monthly|daily)\b"
STRESS = r"\b(?:scal|stress|load|verified|tested)\w*"
MAKES = r"\b(?:creat|add|writ|defin|populat|deliver|publish|document|includ|ship)\w*\b"
# The words before a count that may state a target about it.
HEADS = (
    r"\b(?:is|are|be|remains?|stays?|shrinks?|to|has|have|had|takes?|totals?|averages?|includ(?:e|es|ing)"
    r"|contains?|covers?|by|for|from|with|across|in|on|of|provides?|makes?|uses?|adds?|verify|ensure"
    r"|achieve|and|than)$"
)
ENTITIES = r"\b(?:can|could|may|might)\s+(?:only\s+)?(?:be|contain|have|hold|include)\s*$"
PARTS = r"\b(?:parent|screen|viewport|width|height|space|traffic)\b"
ROLLOUTS = r"\b(?:sampled?|canary|rollout|rolled|traffic is|budget|routed|shifted|cohort)\b"
# A label of something that takes time, where no measurement is named.
TIMED = r"\b(?:cold|warm|hot|start|startup|launch|boot|load|render|interactive|paint|response)\b"
# What runs at a rate of frames.
FRAMED = r"\b(?:run|render|animat|scroll|maintain|frame|fps|smooth|target|achiev|sustain|play|at$)"
# Verbs that tell what has happened.
# "By" before a share, in languages where the verb stands elsewhere.
BY = frozenset(("um", "بنسبة"))
HAPPENED = r"\b(?:dropped|fell|rose|grew|jumped|climbed|went|shrank|soared)\b[^,;.]*$"
IMAGINED = r"^\W*(?:theoretical|estimated|expected|potential)\b"
FORMER = r"\b(?:before|actual|current|currently|previous\w*|estimated|measured|observed|status)\b"
# A label that says how far something has come.
PROGRESS = (
    r"^\W*(?:(?:overall|total|task|phase|project)\s+)?(?:progress|status|completion|completeness"
    r"|complete|done|confidence|priority|完成度|進捗率?|进度|状态|ステータス)\W*$"
)
# What somebody has measured already.
FOUND = r"\b(?:measured|observed|recorded|took|benchmarked|clocked|profiled)\b"
GUESSES = (
    r"\b(?:before|after|theoretical|actual|estimate\w*|effort|default|currently|current|expected"
    r"|previous\w*"
    r"|implementation)\b"
)
PROMISES = r"\b(?:verify|verifies|ensures?|achieve|maintain|guarantee|target|goal)$"
# What a search finds, and the verbs for it: "`grep old src` returns zero matches".
HITS = word_set("results matches hits occurrences references lines")
FINDS = r"\b(?:returns?|finds?|shows?|reports?|gives?|yields?|prints?)\s*$"
REPORTS = r"\b(?:with|has|have|makes?|making|performs?|issues|shows?|reports?|introduc\w*|produces?|and|causes?|yields?)$"
NEGATES = (
    r"\b(?:no|none|without)\b.*\b(?:takes?|taking|exceed\w*|has|have|having|is|are|uses?|using|adds?"
    r"|costs?|shows?|drops?|dropping|falls?|falling|goes|be|needs?|with)\b"
)
