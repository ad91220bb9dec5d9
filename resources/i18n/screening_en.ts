<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>AssessmentPage</name>
        <message numerus="yes">
            <source>%n question(s) need not be asked.</source>
            <translation>
                <numerusform>%n question need not be asked.</numerusform>
                <numerusform>%n questions need not be asked.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CheckPage</name>
        <message numerus="yes">
            <source>%n answer(s) are still needed before this can be finished</source>
            <translation>
                <numerusform>%n answer is still needed before this can be finished</numerusform>
                <numerusform>%n answers are still needed before this can be finished</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ConsentPage</name>
        <message numerus="yes">
            <source>%n packet(s) will be made</source>
            <translation>
                <numerusform>%n packet will be made</numerusform>
                <numerusform>%n packets will be made</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FirstRunPage</name>
        <message numerus="yes">
            <source>At least %n character(s), better four or more words.</source>
            <translation>
                <numerusform>At least %n character, better four or more words.</numerusform>
                <numerusform>At least %n characters, better four or more words.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>InboxPage</name>
        <message numerus="yes">
            <source>Write %n receipt(s)…</source>
            <translation>
                <numerusform>Write %n receipt…</numerusform>
                <numerusform>Write %n receipts…</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>IndicatorPanel</name>
        <message numerus="yes">
            <source>%n question(s) need not be asked.</source>
            <translation>
                <numerusform>%n question need not be asked.</numerusform>
                <numerusform>%n questions need not be asked.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Indicators · %n, not proof</source>
            <translation>
                <numerusform>Indicators · %n, not proof</numerusform>
                <numerusform>Indicators · %n, not proof</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ListAnswer</name>
        <message numerus="yes">
            <source>{some} and %n more</source>
            <translation>
                <numerusform>{some} and %n more</numerusform>
                <numerusform>{some} and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>{shown} of %n</source>
            <translation>
                <numerusform>{shown} of %n</numerusform>
                <numerusform>{shown} of %n</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OfficerDesk</name>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n waiting</numerusform>
                <numerusform>%n waiting</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OutboxPage</name>
        <message numerus="yes">
            <source>Write %n to a drive</source>
            <translation>
                <numerusform>Write %n to a drive</numerusform>
                <numerusform>Write %n to a drive</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Outgoing</name>
        <message numerus="yes">
            <source>%n receipt(s) taken in</source>
            <translation>
                <numerusform>%n receipt taken in</numerusform>
                <numerusform>%n receipts taken in</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>PointsAnswer</name>
        <message numerus="yes">
            <source>%n more point(s) needed.</source>
            <translation>
                <numerusform>%n more point is needed.</numerusform>
                <numerusform>%n more points are needed.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Understood as %n point(s)</source>
            <translation>
                <numerusform>Understood as %n point</numerusform>
                <numerusform>Understood as %n points</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n more point(s) needed, or remove what is there.</source>
            <translation>
                <numerusform>%n more point is needed, or remove what is there.</numerusform>
                <numerusform>%n more points are needed, or remove what is there.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SupervisorDesk</name>
        <message numerus="yes">
            <source>%n packet(s)</source>
            <translation>
                <numerusform>%n packet</numerusform>
                <numerusform>%n packets</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n set aside</source>
            <translation>
                <numerusform>%n set aside</numerusform>
                <numerusform>%n set aside</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n can be opened</source>
            <translation>
                <numerusform>%n can be opened</numerusform>
                <numerusform>%n can be opened</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n receipt(s) written</source>
            <translation>
                <numerusform>%n receipt written</numerusform>
                <numerusform>%n receipts written</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TypedAnswer</name>
        <message numerus="yes">
            <source>%n year(s) ago</source>
            <translation>
                <numerusform>%n year ago</numerusform>
                <numerusform>%n years ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Read: %n character(s). Enter goes on.</source>
            <translation>
                <numerusform>Read: %n character. Enter goes on.</numerusform>
                <numerusform>Read: %n characters. Enter goes on.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>UnlockPage</name>
        <message numerus="yes">
            <source>Wait %n second(s).</source>
            <translation>
                <numerusform>Wait %n second.</numerusform>
                <numerusform>Wait %n seconds.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>_Counter</name>
        <message numerus="yes">
            <source>%n point(s)</source>
            <translation>
                <numerusform>%n point</numerusform>
                <numerusform>%n points</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>_Passed</name>
        <message numerus="yes">
            <source>%n min ago</source>
            <translation>
                <numerusform>%n min ago</numerusform>
                <numerusform>%n min ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n h ago</source>
            <translation>
                <numerusform>%n h ago</numerusform>
                <numerusform>%n h ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n day(s) ago</source>
            <translation>
                <numerusform>%n day ago</numerusform>
                <numerusform>%n days ago</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>_Tally</name>
        <message numerus="yes">
            <source>%n answer(s)</source>
            <translation>
                <numerusform>%n answer</numerusform>
                <numerusform>%n answers</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n refused</source>
            <translation>
                <numerusform>%n refused</numerusform>
                <numerusform>%n refused</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n not known</source>
            <translation>
                <numerusform>%n not known</numerusform>
                <numerusform>%n not known</numerusform>
            </translation>
        </message>
    </context>
</TS>
