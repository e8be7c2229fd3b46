"""Words that tell what a name in English news is: titles, bodies, places, first names, and what is none at all."""

from __future__ import annotations

import re

#: written small or before names: "Sen.", "Prime Minister", "spokesman"
TITLES = frozenset(
    """
    mr mrs ms miss dr sir dame lord lady sen senator rep representative congressman congresswoman gov governor
    lt president vice prime minister premier chancellor king queen prince princess pope cardinal bishop
    archbishop imam judge justice chief attorney general solicitor secretary undersecretary deputy assistant
    acting interim speaker majority minority leader whip chairman chairwoman chair director spokesman
    spokeswoman spokesperson ambassador envoy professor prof capt captain col colonel sgt sergeant maj major adm
    admiral gen brigadier rev reverend pastor rabbi father mayor councilman councilwoman councillor sheriff
    officer detective inspector commissioner commander ceo founder former ex then-president then-candidate
    democratic republican democrat gop labour conservative tory independent sens reps analyst strategist adviser
    advisor counsel lawyer prosecutor economist historian author journalist reporter editor columnist host
    anchor correspondent national security foreign finance defense defence interior press state senior
    administration white house nominee candidate businessman coach actor actress singer rapper film-maker
    filmmaker president-elect then-sen then-secretary co-founder co-chair executive ayatollah sheikh mullah
    crown taoiseach elect senators representatives congressmen governors presidents ministers ambassadors
    marshal lieutenant corporal constable superintendent commodore
    staff ig ag pm vp commentator pollster blogger anchorman anchorwoman attorneys
    """.split()
)
ABBREVIATED = frozenset("mr mrs ms dr sen sens rep reps gov gen lt col sgt prof rev st capt adm maj jr sr".split())
#: words that make a name one of an organisation
ORGANISATION = re.compile(
    r"""(?x)\b(?:Department|Dept|Ministry|House|Senate|Congress|Parliament|Duma|Committee|Commission|Council|Court|Party|Times
    |Post|News|Journal|Tribune|Herald|Guardian|Gazette|Courier|Inc|Corp|Co|LLC|Ltd|Group|Agency|Bureau|Institute|Institution
    |Center|Centre|Association|Society|Union|Federation|Foundation|Fund|Bank|Police|Administration|Office|Service|Services
    |University|College|School|Hospital|Church|Company|Companies|Airlines|Airways|Network|Media|Press|Radio|Television|TV
    |Nations|States|Kingdom|Republic|Coalition|Alliance|Army|Navy|Force|Forces|Guard|Board|Authority|Club|League|Team
    |Campaign|Organi[sz]ation|Project|Initiative|Campaign|Legal|Embassy|Government|Cabinet|Exchange|Trust|Partners
    |Associates|Industries|Technologies|Systems|Laboratory|Labs|Studios|Records|Magazine|Review|Week|Today|Daily|Line
    |plc|PLC|Engineering|Holdings|Motors|Electric|Energy|Pharmaceuticals|Inquiry|Brigade|Chronicle|Telegraph|Examiner
    |Observer|Enquirer|Inquirer|Sentinel|Dispatch|Record|Mirror|Monitor|Insider|Register|Point|Bay|Island|Islands|Beach|Airport|Terminal|Peninsula|Strait|Province|County|District
    |Works|Command|Academy|Institutes|Patrol|Corps|Watch|Harbour|Harbor|Enforcement|Prevention|Intelligence|Pentagon|Kremlin|Reuters|Facebook|Google|Twitter|Amazon|Microsoft|Hamas|Hezbollah|NATO
    |Taliban|Qaeda|Qaida|ISIS|ISIL|WikiLeaks|Wikileaks|Breitbart|Spiegel|Monde|Zeitung|WaPo|Salon|Slate|Vox|BuzzFeed|HuffPost
    |Mediaite|Newsmax|Gawker|TMZ|Snopes|Quinnipiac|Gallup|Pew|Rasmussen|Marist|Instagram|TikTok|Boeing|Pfizer|Moderna|Uber
    |Walmart|Exxon|ExxonMobil|Huawei|Netflix|Medicare|Constitution|Downing|Deloitte|YouTube|CNN|Fox|NBC|ABC|CBS|POLITICO|Politico|Bloomberg|Axios|Haaretz|PolitiFact|Politifact|RT|Yorker|Hill|MSNBC|NPR|BBC|AP|AFP)\b"""
)
PLACES = frozenset(
    """
    Washington Moscow Beijing London Paris Berlin Tehran Jerusalem Pyongyang Seoul Tokyo Brussels Kiev Kyiv
    Ankara Damascus Baghdad Kabul Cairo Riyadh Delhi Islamabad Israel Russia China Iran Iraq Syria Turkey Egypt
    France Germany Britain England Scotland Wales Ireland Italy Spain Greece Poland Ukraine Japan India Pakistan
    Afghanistan Mexico Canada Australia Brazil Venezuela Cuba America Europe Africa Asia Libya Yemen Qatar
    Jordan Lebanon Hungary Austria Sweden Norway Denmark Finland Netherlands Belgium Switzerland Portugal
    Romania Bulgaria Serbia Georgia Armenia Taiwan Vietnam Thailand Indonesia Texas Korea Arabia Zealand Kong
    Guinea Africa Leone Rica Salvador Honduras Guatemala Ottawa Canberra Lisbon Madrid Rome Vienna Geneva
    Brussels Chicago Boston Dallas Houston Detroit Atlanta Baltimore Philadelphia Manhattan Brooklyn Hollywood
    California Florida Ohio Michigan Iowa Virginia Arizona Nevada Colorado Wisconsin Pennsylvania Israel
    Alabama Alaska Arkansas Carolina Connecticut Dakota Delaware Hampshire Hawaii Idaho Illinois Indiana Jersey Kansas
    Kentucky Louisiana Maine Maryland Massachusetts Minnesota Mississippi Missouri Montana Nebraska Oklahoma Oregon
    Tennessee Utah Vermont Wyoming Ecuador Bolivia Colombia Peru Chile Argentina Uruguay Paraguay Panama Nicaragua
    Haiti Jamaica Nigeria Kenya Ethiopia Somalia Sudan Uganda Rwanda Congo Angola Ghana Senegal Mali Algeria Tunisia
    Morocco Oman Bahrain Kuwait Emirates Nepal Bangladesh Myanmar Burma Malaysia Singapore Philippines Cambodia Laos
    Mongolia Kazakhstan Uzbekistan Croatia Slovenia Slovakia Czechia Bosnia Kosovo Albania Macedonia Montenegro Latvia
    Lithuania Estonia Belarus Moldova Cyprus Malta Iceland Luxembourg Crimea Aleppo Mosul Benghazi Tripoli Caracas
    Bogota Havana Mumbai Shanghai Quito Nairobi Lagos Palestine Gaza Britain U.S. US U.K. UK EU U.N. UN USA
    """.split()
)
DAYS = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Christmas Easter Mon Tue Wed Thu Fri Sat Sun Jan Feb Mar Apr Jun Jul Aug
    Sept Sep Oct Nov Dec
    """.split()
)
#: capitalised at the head of a sentence without being names
STARTERS = frozenset(
    """
    The A An In On At But And Or So If When While As For From With By To Of It He She They We You I This That
    These Those There Here What Who Why How Where Which After Before Since Until Although Though Because However
    Meanwhile Yet Still Also Now Then Some Many Most Both All Any Each Every No Not Nor Yes More Much One Two
    Three Four Five Six Seven Eight Nine Ten His Her Their Its Our My Your Another Other Others Such Even Just
    Only Once Over Under Between Among During Despite According Asked Speaking Last Next Earlier Later Today
    Yesterday Tomorrow Critics Experts Officials Supporters People Sources Several Few Instead Indeed Perhaps
    Maybe Let Please Thank Well Look Oh Mr Mrs Ms Dr Sen Rep Gov Gen I'm I've I'd I'll It's That's There's He's
    She's We're We've They're Don't Let's What's Why's God Whether Putting Consider Receiving Instead Nor Hence
    Thus Even Being Having Asking Telling Calling Taking Making Is Are Was Were Do Does Did Has Have Had Will
    Would Can Could Should May Might Must About Against Like Unlike Given Nobody Everyone Everybody Somebody
    Anyone None Neither Either Thousands Hundreds Millions Dozens Citing Saying Reports Polls Read Related Photo
    Behind Beyond Inside Outside Without Within Restricting Investigating Video Image Story Opinion Analysis Editor Note Breaking Update Updated
    """.split()
)
#: common first names, for telling people from places and "he" from "she"
MALE = frozenset(
    """
    James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony
    Mark Donald Steven Paul Andrew Joshua Kenneth Kevin Brian George Timothy Ronald Edward Jason Jeffrey Ryan
    Jacob Gary Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Alexander Frank
    Patrick Raymond Jack Dennis Jerry Tyler Aaron Jose Adam Nathan Henry Douglas Zachary Peter Kyle Walter Ethan
    Jeremy Harold Keith Christian Roger Noah Gerald Carl Terry Sean Austin Arthur Lawrence Jesse Dylan Bryan Joe
    Jordan Billy Bruce Albert Willie Gabriel Logan Alan Juan Wayne Roy Ralph Randy Eugene Vincent Russell Elijah
    Louis Bobby Philip Johnny Barack Mitt Newt Ted Marco Rand Chris Mike Bill Bob Jim Tom Tim Dan Dave Steve Ken
    Ron Rick Rob Sam Ben Jeff Greg Matt Nick Tony Andy Joel Lindsey Mitch Chuck Harry Bernie Jeb Herman Vladimir
    Dmitry Sergei Sergey Boris Benjamin Bashar Mohammed Mohammad Ahmed Ali Hassan Abdul Kim Xi Narendra Emmanuel
    Francois Nicolas Angus Nigel Gordon Theo Jens Lars Hans Karl Otto Pierre Jean Luis Carlos Jorge Miguel Pedro
    Pablo Diego Rafael Eduardo Alejandro Hugo Ivan Igor Oleg Viktor Yuri Anders Erik Johan Rex Rudy Rudolph
    Brett Neil Clarence Antonin Anton Elon Jared Reince Corey Paul Roger Carter Josh Jay Ari Dean Glenn Trey
    Devin Adam Doug Graham Martin Simon Stuart Ian Neal Earl Leon Max Owen Liam Oliver Oscar Leo Felix Hugh Cory
    Beto Wolf Anderson Piers Luke Evan Caleb Isaac Jake Seth Blake Brock Cody Derek Travis Brad Bret Clint Craig Curtis Darrell Darren
    Derrick Drew Dustin Dwight Edgar Edwin Ernest Fred Garrett Gavin Geoff Gil Harvey Howard Ira Jed Jerome Jimmy
    Joaquin Joey Jon Jonah Julian Julius Kirk Kurt Lance Leonard Lewis Lloyd Lucas Luther Malcolm Manuel Marc Marcus
    Mario Marvin Maurice Micah Nathaniel Norman Orrin Perry Phil Preet Quentin Ramon Ricardo Roberto Rodney Roland
    Ronnie Rupert Salman Saul Shane Shawn Sheldon Sherrod Spencer Stan Stanley Theodore Todd Tommy Trent Trevor Troy
    Victor Vince Wesley Winston Zach
    """.split()
)
FEMALE = frozenset(
    """
    Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Lisa Nancy Betty Margaret Sandra
    Ashley Kimberly Emily Donna Michelle Carol Amanda Dorothy Melissa Deborah Stephanie Rebecca Sharon Laura
    Cynthia Kathleen Amy Angela Shirley Anna Brenda Pamela Emma Nicole Helen Samantha Katherine Christine Debra
    Rachel Carolyn Janet Catherine Maria Heather Diane Ruth Julie Olivia Joyce Virginia Victoria Kelly Lauren
    Christina Joan Evelyn Judith Megan Andrea Cheryl Hannah Jacqueline Martha Gloria Teresa Ann Sara Madison
    Frances Kathryn Janice Jean Abigail Alice Julia Judy Sophia Grace Denise Amber Doris Marilyn Danielle
    Beverly Isabella Theresa Diana Natalie Brittany Charlotte Marie Kayla Alexis Lori Hillary Chelsea Ivanka
    Melania Kellyanne Condoleezza Loretta Sonia Elena Ruth Dianne Kamala Tulsi Kirsten Claire Susana Nikki Sarah
    Huma Cheri Debbie Donna Michele Carly Valerie Jen Jennifer Stephanie Hope Betsy Gina Kirstjen Angela Theresa
    Nicola Marine Aung Malala Greta Anne Jane Ellen Ingrid Astrid Olga Tatiana Natalia Svetlana Maya Leila
    Fatima Aisha Rosa Rosie Carmen Lucia Sofia Elsa Ida Nora Clara Vera Edith Hazel Ivy Ella Zoe Lucy Molly Ruby
    Alexandria Ilhan Rashida Ayanna Stacey Tammy Jill Lynn Kate Katie Meghan Megyn Gretchen Monica Paula Juanita
    Kathy Sally Tina Wendy Abby Adriana Agnes Alexandra Alicia Alison Alyssa Amelia Ana Anita Annie Becky Belinda Beth Bonnie Bridget
    Camille Candace Carla Caroline Cassandra Cathy Cecilia Celia Cindy Colleen Connie Courtney Deb Dolores Dora Eileen
    Elaine Eleanor Elise Erica Erin Esther Fiona Gabrielle Gail Geraldine Gwen Harriet Heidi Hilary Irene Isabel Jana
    Jasmine Jeanne Jenna Joanna Joanne Jodi Josephine Judi Juliet Karin Karla Kendra Krista Kristen Kristin Lara Leah
    Liz Lois Lorraine Louise Lydia Mallory Marcia Margo Marian Marianne Marjorie Maureen Melinda Miranda Miriam Nadia
    Naomi Natasha Nina Norma Pam Patti Peggy Phyllis Priscilla Rita Roberta Rosalind Rosemary Sabrina Sheila Shelley
    Simone Stella Suzanne Sylvia Tara Teri Thelma Vanessa Veronica Vicki Vivian Yvette Yvonne
    """.split()
)
