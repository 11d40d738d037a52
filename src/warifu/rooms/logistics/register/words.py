"""Words by which registers name their columns and rows, in English and Japanese: data, no code. Floor 3a.

Law: a word stands here because the trade uses it, never because one file did. Words are compared after ``bare``
(``heading``): NFKC, lower case, letters and figures only. ``SURE`` words name one field; ``LIKELY`` words name one of
several, and the cells below decide. Whose column it is (ours, theirs, a party's) is read from ``PARTY_WORDS`` first.
"""

from __future__ import annotations

#: Field -> words that can hardly mean anything else.
SURE: dict[str, str] = {
    "ref": "acsa order no|issue ref|ledger serial|order no|order number|order ref|order reference|reference|ref|ref no|reference no|reference number|"
    "doc no|document no|document number|document ref|doc ref|doc|voucher no|voucher number|voucher|transaction no|"
    "transaction number|transaction id|transaction ref|txn no|txn id|txn ref|register no|register number|register ref|"
    "acsa no|acsa number|acsa ref|acsa reference|acsa serial|record no|record id|ledger no|ledger ref|ledger number|"
    "case no|case ref|case number|file ref|issue voucher no|entry no|form no|request no|request ref|log no|control no|"
    "control number|"
    "整理番号|文書番号|管理番号|登録番号|受付番号|伝票番号|証書番号|要請番号|発行番号|処理番号|帳票番号|案件番号|参照番号|"
    "記録番号|台帳番号|書類番号|取引番号|発簡番号|要求番号|整番|証拠番号|簿冊番号|件番号|票番号|記番号|照会番号|文書記号番号",
    "serial": "ser|serial|serial no|serial number|s n|sn|seq|line|line no|row|row no|index|通番|連番|項番|行番号|通し番号|順号|項",
    "date": "supply date|date of provision|delivery day|issue receipt date|date issued received|受渡日|受渡年月日|提供等年月日|引渡し年月日|引渡し日|提供等の日|実施年月日|"
    "dtg|date|date of issue|date of delivery|delivery date|date delivered|issue date|date issued|transaction date|"
    "txn date|date time group|date of transfer|transfer date|supplied on|date supplied|delivered on|date of supply|"
    "date of service|service date|date of transaction|delivered|when|"
    "年月日|日付|提供日|受領日|引渡日|納入日|提供年月日|受領年月日|実施日|実施年月日|引渡年月日|月日|日時|取引日|取引年月日|"
    "授受年月日|授受日|提供受領日|提供受領年月日|受払年月日|受払日|納入年月日|納品日|履行日|期日|日",
    "other_date": "order date|date of order|date ordered|request date|requested|date requested|settlement date|date settled|"
    "invoice date|date of invoice|paid on|date entered|entry date|due date|updated|date of receipt signature|"
    "注文日|要請日|要請年月日|起票日|登録日|決済日|決済年月日|請求日|記入日|更新日|納期|決済期限|支払日|発注日",
    "time": "time|time z|time utc|hour|delivery time|時刻|時間帯|時分",
    "direction": "iss rec|role|rec iss|issue rec|provider recipient|supplier recipient|受渡区分|受渡|受渡の別|提受別|役割|"
    "direction|issued received|issue receipt|i r|in out|transaction type|txn type|flow|provided received|"
    "supplied received|give receive|movement|dir|issue or receipt|issued or received|provider receiver|"
    "provision receipt|given received|supply direction|"
    "提供受領区分|提供受領の別|提供受領|授受|授受区分|受払|受払区分|提受|提受区分|方向|取引区分|受領提供|提供又は受領|"
    "提供受領別|授受の別|受払の別|受提区分|供受区分|出入区分",
    "unit_of_force": "element|unit ship|ship unit|ship|formation|organisation|organization|establishment|force element|"
    "unit name|name of unit|command|desk|force|vessel|unit vessel|vessel unit|unit station|station|"
    "部隊|部隊等|部隊名|部隊等名|部隊等名称|部隊名称|艦艇|艦艇名|部隊艦艇名|機関|機関名|担当部隊|担当部隊等|艦船部隊|部隊機関|部隊機関名|"
    "所属部隊|実施部隊|関係部隊|部隊艦船名|部隊艦船|艦船名|部署",
    "provider": "provider|supplier|issuing unit|supplied by|issued by|provided by|from|supplying unit|providing unit|"
    "providing force|issuer|from unit|unit from|"
    "提供側|提供部隊|提供部隊等|提供者|払出部隊|引渡部隊|提供元|引渡側|渡し側|提供部隊名|提供側部隊|提供側部隊等",
    "receiver": "receiver|recipient|receiving unit|received by|to|supplied to|issued to|provided to|receiving force|"
    "consignee|to unit|unit to|"
    "受領側|受領部隊|受領部隊等|受領者|受入部隊|提供先|受取側|受け側|受領部隊名|受領側部隊|受領側部隊等",
    "category": "lss category|annex category|acsa区分|区分物品役務|物品役務の別|支援分類|"
    "category|acsa category|cat|class of supply|supply category|support category|type of support|supply class|"
    "service type|lscs type|category of support|support type|category of supply|acsa cat|commodity class|"
    "品目区分|分類|役務区分|物品役務区分|物品役務の区分|協定区分|品目分類|類別|カテゴリー|カテゴリ|物品役務等区分|物品区分|物品又は役務の区分|"
    "支援区分|支援種別|支援の種類|物品役務の種類|品目種別|役務種別|物品役務別",
    "description": "what was provided|what was supplied|item supplied|goods supplied|description of goods or services|description of support|supplies services|役務の内容|物品役務の内容|内容品名|"
    "description|item|item description|goods services|goods or services|details|particulars|nomenclature|"
    "article|supplies|what|material|item service|item or service|supply or service|description of goods|"
    "description of supply|designation|goods|product|item name|services|supply|support provided|"
    "品名|品目名|物品名|品名役務名|物品役務名|役務内容|名称|規格品名|品目又は役務|品名等|物品役務|役務名|品名規格|物品又は役務名|品名内容|"
    "物品等名|品名又は役務名|物品名役務名|内訳|品名件名",
    "stock_number": "nsn|stock no|stock number|nato stock number|nato stock no|nsn part no|part no|part number|item code|"
    "stock code|nsn no|nsn pn|material code|catalogue no|"
    "物品番号|ストック番号|品目番号|nato番号|nsn番号|部品番号|国家物品番号|統一番号|nato物品番号|natoストック番号|カタログ番号|品目コード",
    "quantity": "vol|qty del|amount supplied|no supplied|number supplied|quantity of supply|amount delivered|供与数量|"
    "qty|quantity|qty issued|qty received|quantity supplied|quantity delivered|quantity issued|volume|"
    "qty supplied|qty delivered|quantity furnished|qty furnished|number of units|qnty|quant|"
    "数量|員数|提供数量|受領数量|個数|授受数量|受払数量|引渡数量|数値",
    "unit": "u of i|u of m|denom|unit of qty|denomination|units of measure|issue unit|"
    "uoi|u i|unit of issue|uom|unit of measure|unit of measurement|u m|d of q|denomination of quantity|d q|"
    "units of issue|unit of quantity|qty unit|quantity unit|measure|dofq|issue unit|unit of supply|uoq|"
    "単位|数量単位|計量単位|呼称|数量の単位|単位名|物品単位",
    "unit_price": "unit price|unit cost|price per unit|price each|unit rate|rate|unit value|cost each|単価|単位価格|基準単価|契約単価",
    "value": "sum due|total due|sum charged|line total|物品役務価額|提供価額|受領価額|総代価|cost to recipient|cost to receiver|"
    "value|total value|total cost|extended price|total price|charge|invoice amount|cost|sum|total amount|"
    "transaction value|line value|net value|gross value|value of supply|charged|amount due|total charge|"
    "estimated value|"
    "金額|価額|合計金額|総額|代価|債権額|金額計|総価格|請求額|対価|評価額|請求金額|取引金額|代金|総価|額|概算額|償還額|決済額|価格",
    "tax": "vat|tax|consumption tax|消費税|税額|消費税額|うち消費税|税",
    "currency": "money unit|curr code|決済通貨|取引通貨|"
    "curr|currency|ccy|cur|currency code|通貨|通貨単位|貨幣|貨種|通貨種別|通貨名|幣種|通貨コード",
    "activity": "ex op name|in support of|activity supported|exercise supported|name of activity|name of exercise|根拠|行動等|行動|訓練|支援対象活動|対象活動|"
    "activity|exercise|operation|ex op|exercise operation|event|occasion|exercise activity|activity name|op ex|"
    "operation exercise|exercise name|activity exercise|task|deployment|mission|"
    "活動名|活動|訓練名|訓練活動名|行動名|根拠活動|訓練等名|訓練等|活動等|活動等名|共同訓練等|訓練行動名|活動名称|訓練名等|業務名|任務|行事",
    "place": "納地|受渡地|delivered at|point of delivery|locn|area|issued at|port or place|港名|地点|提供地|受領地|受渡場所|施設場所|海域|"
    "place|location|port|where|site|place of delivery|delivery point|place of supply|place of transfer|"
    "place of issue|port place|port location|location port|delivery location|"
    "場所|提供場所|受領場所|引渡場所|実施場所|地名|港湾|所在地|授受場所|寄港地|提供受領場所|地域|実施地|引渡地|港",
    "receipt": "rcpt held|signature held|proof of delivery|pod|rcpt|receipt voucher held|受領証控|受領書控|"
    "receipt held|receipt|receipt signed|signed receipt|receipt y n|voucher held|receipt on file|proof of receipt|"
    "receipt obtained|signed voucher held|receipt in hand|"
    "受領証|受領書|受領証有無|受領書有無|受領証の有無|受領書の有無|受領証書|受領確認|受領証書の有無|受領印|証憑|証拠書類|受領証保管",
    "settled": "discharged|settlement complete|settlement completed|settlement made|reimbursement|reimbursement made|決済済か|決済完了|"
    "settled|settlement|paid|closed|reimbursed|cleared|settled y n|settlement status|payment|status|"
    "payment status|paid y n|closed y n|completed|"
    "決済|精算|償還|決済状況|決済済|清算|処理状況|完結|決済の有無|決済区分|精算状況|決済状態|精算済|清算状況|償還状況|状況|債権処理",
    "remarks": "additional info|cross reference|additional information|x ref|cross ref|other information|参照|"
    "remarks|notes|comments|comment|remark|note|rmks|observations|annotation|further remarks|"
    "備考|注記|特記事項|参考|記事|備考欄|付記|その他|注",
    "fiscal_year": "fy|fiscal year|financial year|year|年度|会計年度",
}

#: Word -> fields it may name, the more usual first; what stands below decides.
LIKELY: dict[str, tuple[str, ...]] = {
    "no": ("ref", "serial", "quantity"), "number": ("ref", "serial", "quantity"), "id": ("ref", "serial"),
    "番号": ("ref", "serial"), "№": ("ref", "serial"), "acsa": ("ref",), "order": ("ref",), "serial": ("serial", "ref"),
    "serial no": ("serial", "ref"), "serial number": ("serial", "ref"), "ser": ("serial", "ref"), "ser no": ("serial", "ref"),
    "unit": ("unit", "unit_of_force"), "units": ("unit", "quantity", "unit_of_force"),
    "amount": ("value", "quantity"), "total": ("value", "quantity"), "price": ("value", "unit_price"),
    "type": ("direction", "category"), "class": ("category", "direction"), "kind": ("direction", "category"),
    "区分": ("direction", "category"), "種別": ("direction", "category"), "種類": ("category", "direction"),
    "品目": ("description", "category"), "内容": ("description", "activity"), "件名": ("description", "activity"),
    "摘要": ("remarks", "description"), "数": ("quantity",), "量": ("quantity",), "purpose": ("activity",), "目的": ("activity",),
    "事由": ("activity",), "commodity": ("description", "category"), "service": ("description", "category"),
    "receipt": ("receipt", "direction"), "受領": ("receipt", "receiver"), "提供": ("provider",),
    "別": ("direction",), "name": ("description", "unit_of_force"), "名": ("description", "unit_of_force"),
    "通番": ("serial", "ref"), "連番": ("serial", "ref"), "一連番号": ("serial", "ref"), "通し番号": ("serial", "ref"),
    "支払": ("settled", "value"), "payment": ("settled", "value"), "time": ("time", "date"), "status": ("settled", "direction"),
    "項目": ("description", "category"), "support": ("description", "category"), "単位": ("unit",), "国": ("unit_of_force",), "side": ("unit_of_force", "direction"),
    "money": ("value", "currency"), "party": ("unit_of_force",), "counterpart": ("unit_of_force",), "相手": ("unit_of_force",), "customer": ("unit_of_force",),
    "相手方": ("unit_of_force",), "相手国": ("unit_of_force",), "文書": ("ref",), "document": ("ref",), "記号": ("ref",),
}  # fmt: skip

#: Words that say whose column it is. ``own`` and ``other`` are seen from the owner of the book.
PARTY_WORDS: dict[str, tuple[str, ...]] = {
    "own": ("own", "our", "ours", "自国", "自隊", "自衛隊側自", "当方", "我方", "自側", "我が方", "我が国", "当隊", "自軍", "自"),
    "other": ("other", "their", "theirs", "partner", "partners", "counterpart", "counterparts", "foreign", "opposite", "allied",
              "host", "相手国側", "相手国", "相手方", "相手側", "相手先", "相手", "先方", "他国", "外国"),
    "GB": ("uk", "gb", "british", "britain", "united kingdom", "uk forces", "royal navy", "英国側", "英国軍", "英国", "英軍", "英側", "英"),
    "JP": ("jsdf", "sdf", "japan", "japanese", "jp", "jpn", "japan self defense forces", "日本側", "日本国", "日本", "自衛隊側",
           "自衛隊", "日側", "日"),
}  # fmt: skip

#: What a row says of itself when it is a sum, not a dealing.
TOTAL_WORDS: dict[str, str] = {
    "subtotal": "sub total|subtotal|sub totals|s total|monthly total|quarterly total|month total|total for month|page total|"
    "carried forward|brought forward|c f|b f|c fwd|b fwd|cumulative|cumulative total|running total|quarter total|total for quarter|"
    "balance brought forward|balance carried forward|from previous page|to next page|前頁より|次頁へ|前ページより|次ページへ|前年度より|前年度繰越|翌年度へ|小計|月計|四半期計|期計|繰越|前頁繰越|次頁繰越|前葉より|次葉へ|累計|中計|頁計|月合計|前月繰越|翌月繰越|四半期合計|上期計|下期計|半期計|ページ計",
    "total": "total|totals|grand total|overall total|total for year|year total|annual total|total fy|sum total|total value|"
    "合計|計|総計|年度計|年計|総合計|合計金額|年度合計|年間合計|合算|計上額計|総額",
}

ISSUED_WORDS = (
    "issued|issue|provided|provide|supplied|supply|given|give|out|outgoing|i|s|p|sent|provision|issues|delivered|export|outward|"
    "lent|credit|sold|to partner|supplied out|iss|prov|"
    "授|授与|提供|払出|払い出し|引渡|引渡し|供与|渡|渡し|供給|出|払|提|貸付|提供分|払出し|提供済|送出"
)
RECEIVED_WORDS = (
    "received|receive|receipt|in|incoming|r|rx|rec|recd|rcvd|taken|take|obtained|accepted|receipts|inward|borrowed|debit|bought|"
    "from partner|drawn|got|rcv|"
    "受領|受入|受け入れ|受取|受け取り|受|受け|入|受給|被提供|借受|受領分|受入れ|受供|領収|引取"
)

YES_WORDS = (
    "y|yes|true|1|held|settled|paid|closed|signed|done|complete|completed|x held|ok|t|on file|cleared|reimbursed|received|"
    "有|済|済み|あり|有り|決済済|決済済み|完了|完結|受領済|○|◯|〇|レ|✓|✔|☑|◎|精算済|精算済み|清算済|保管|保有|償還済|支払済|はい|可|●"
)
NO_WORDS = (
    "n|no|false|0|not held|unsettled|unpaid|open|outstanding|none|missing|pending|not settled|not paid|awaited|owed|f|due|"
    "無|未|未済|なし|無し|未決済|未了|未完|未受領|×|✕|✗|未精算|未清算|未完了|未保管|未償還|未払|いいえ|否|ー"
)

#: Value factor said in a heading, a title or a note.
THOUSAND_MARKS = r"千円|千ポンド|単位\s*[::]?\s*千|thousand|(?:gbp|jpy|yen|£|¥|円)\s*['’]?000s?\b|['’]000s?\b|\b000s\b|(?:jpy|gbp|yen|£|¥)\s?k\b|\bk\s?(?:jpy|gbp|yen|£|¥)|(?<![a-z])k(?:£|¥)|\bkjpy\b|\bkgbp\b|\bkyen\b|千単位"
MILLION_MARKS = r"百万円|百万ポンド|million|(?:jpy|gbp|yen|£|¥)\s?m\b|\bmjpy\b|\bmgbp\b|\bmyen\b"
